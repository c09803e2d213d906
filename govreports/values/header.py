"""The header of a page, read: labelled strings → values by field, raw pairs, warnings."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from govreports.values.fields import is_known_exception, misplaced_kind, parse_field
from govreports.values.oddities import odd_value, unknown_label
from govreports.values.slots import typed_slots
from govreports.values.text import is_empty_value, label_key, squeeze
from govreports.values.topic import is_national_topic
from govreports.vocab import (
    HEADER_FIELDS,
    field_of,
    is_furniture,
    is_loose_topic,
    label_rank,
    meta_field,
    meta_rank,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govreports.records import Problem

# Ranks of values that no label of their field announces: after all that one does.
_BY_SLOT, _MISPLACED = 5_000, 10_000
_RANK = itemgetter(0)


class _Label(NamedTuple):
    """What a label names: `name` as `field_of` tells it, `rank` among the labels of its field."""

    key: str
    name: str | None
    rank: int
    is_loose: bool


class _Value(NamedTuple):
    """What a header's text says: a value of `field`, `behind` those that belong there."""

    field: str
    value: Any
    behind: int = 0


# What says nothing that the record has a field for, and is not odd either.
_NOTHING = _Value("", None)


@dataclass(slots=True)
class Header:
    """What one source of header pairs says, filled pair by pair.

    `values` holds for each field the parsed values with their ranks, in the
    order of the page; `metadata` every label with its value as it stands.
    """

    url: str
    values: dict[str, list[tuple[int, Any]]] = field(default_factory=dict)
    metadata: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def all(self, name: str) -> list[Any]:
        """Return a field's values, the one of the first-ranked label first."""
        return [value for _, value in sorted(self.values.get(name, ()), key=_RANK)]

    def best(self, name: str) -> Any | None:
        """Return a field's value from the label of the best rank, `None` where there is none."""
        found = self.values.get(name)
        return min(found, key=_RANK)[1] if found else None

    def read_label(self, label: str, text: str) -> None:
        """Read one pair; counters and tools are dropped, an unknown label is kept and named."""
        known = _label(label)
        if known is None:
            return
        self._keep(known.key, text)
        if known.name is None:
            self.problems.append(unknown_label(self.url, known.key, text.strip()))
        elif known.name in HEADER_FIELDS and not (known.is_loose and _is_catalogue(text)):
            self._read(known.name, known.key, text, known.rank)

    def read_slot(self, place: int, name: str | None, text: str) -> None:
        """Read a bare value by the field that its place and kind gave it, if any."""
        label = f"#{place}"
        self._keep(label, text)
        if name:
            self._read(name, label, text, _BY_SLOT)

    def read_meta(self, name: str, text: str) -> None:
        """Read one hidden pair. It is no header of the page: nothing raw is kept or named."""
        target = meta_field(name)
        if target is None or is_empty_value(text):
            return
        value = parse_field(target, text) if target in HEADER_FIELDS else squeeze(text)
        if value:
            self._add(target, meta_rank(name), value)

    def _read(self, name: str, label: str, text: str, rank: int) -> None:
        found = _value(name, text)
        if found is None:
            self.problems.append(odd_value(self.url, label, name, text.strip()))
        elif found is not _NOTHING:
            self._add(found.field, rank + found.behind, found.value)

    def _add(self, name: str, rank: int, value: Any) -> None:
        self.values.setdefault(name, []).append((rank, value))

    def _keep(self, label: str, text: str) -> None:
        """Keep a pair raw. A second, different value of one label stands under `label#2`."""
        stripped = text.strip()
        if not stripped:
            self.metadata.setdefault(label, "")
            return
        key, count = label, 1
        while self.metadata.get(key) not in {None, "", stripped}:
            count += 1
            key = f"{label}#{count}"
        self.metadata[key] = stripped


# The pages of a portal share their labels and most of their values.
@lru_cache(maxsize=1024)
def _label(label: str) -> _Label | None:
    """Return what a label names, `None` for a counter or a tool."""
    key = label_key(label)
    if not key or is_furniture(key):
        return None
    name = field_of(key)
    return _Label(key, name, label_rank(key) if name else 0, is_loose_topic(key))


@lru_cache(maxsize=1024)
def _value(name: str, text: str) -> _Value | None:
    """Return what a text says under a label of the field `name`, `None` where it is odd there."""
    if is_empty_value(text):
        return _NOTHING
    value = parse_field(name, text)
    if value:
        return _Value(name, value)
    other = misplaced_kind(name, text)
    if other:
        return _Value(other, parse_field(other, text), _MISPLACED)
    return _NOTHING if is_known_exception(name, text) else None


def _is_catalogue(text: str) -> bool:
    """Say whether a value under a loose label is a branch of the portal's own catalogue."""
    return not is_national_topic(text) and misplaced_kind("topic", text) is None


def read_visible(url: str, pairs: Iterable[tuple[str, str]], slots: tuple[str, ...] = ()) -> Header:
    """Read the header that a reader sees: labelled pairs, then values without labels."""
    header = Header(url)
    for label, text in pairs:
        header.read_label(label, text)
    for place, (name, text) in enumerate(zip(typed_slots(slots), slots, strict=True), 1):
        header.read_slot(place, name, text)
    return header


def read_hidden(url: str, metas: Iterable[tuple[str, str]]) -> Header:
    """Read `<meta>` pairs. A page may carry a second, stale set: the first of a name wins."""
    header = Header(url)
    first: dict[str, str] = {}
    for name, text in metas:
        first.setdefault(name.casefold(), text)
    for name, text in first.items():
        header.read_meta(name, text)
    return header
