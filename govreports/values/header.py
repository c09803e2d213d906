"""The header of a page, read: labelled strings → values by field, raw pairs, warnings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

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
        return [value for _, value in sorted(self.values.get(name, ()), key=lambda found: found[0])]

    def best(self, name: str) -> Any | None:
        """Return a field's value from the label of the best rank, `None` where there is none."""
        return next(iter(self.all(name)), None)

    def read_label(self, label: str, text: str) -> None:
        """Read one pair; counters and tools are dropped, an unknown label is kept and named."""
        key = label_key(label)
        if not key or is_furniture(key):
            return
        self._keep(key, text)
        name = field_of(key)
        if name in HEADER_FIELDS and not _is_catalogue(key, text):
            self._read(name, key, text, label_rank(key))
        elif name is None:
            self.problems.append(unknown_label(self.url, key, text.strip()))

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
        if is_empty_value(text):
            return
        value = parse_field(name, text)
        other = None if value else misplaced_kind(name, text)
        if value:
            self._add(name, rank, value)
        elif other:
            self._add(other, _MISPLACED + rank, parse_field(other, text))
        elif not is_known_exception(name, text):
            self.problems.append(odd_value(self.url, label, name, text.strip()))

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


def _is_catalogue(label: str, text: str) -> bool:
    """Say whether a value under a loose label is a branch of the portal's own catalogue."""
    if not is_loose_topic(label) or is_national_topic(text):
        return False
    return misplaced_kind("topic", text) is None


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
    seen: set[str] = set()
    for name, text in metas:
        if name.casefold() not in seen:
            header.read_meta(name, text)
        seen.add(name.casefold())
    return header
