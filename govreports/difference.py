"""What changed between two versions: fields, and the body sentence by sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govreports.records import Report

# Set anew by each crawl; a difference in them is no difference of the report.
_NOT_COMPARED = frozenset({"body", "content_hash", "version", "fetched_at", "url", "portal"})
_SENTENCE_END = re.compile(r"(?<=[。！？；\n])")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field's value in the older and in the newer version."""

    name: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of sentences: ``kind`` is ``kept``, ``deleted`` or ``inserted``."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs between two versions of a report."""

    fields: tuple[FieldChange, ...]
    body: tuple[Passage, ...]

    @property
    def changed_passages(self) -> tuple[Passage, ...]:
        """The deleted and inserted passages, in order."""
        return tuple(passage for passage in self.body if passage.kind != "kept")


def difference(old: Report, new: Report) -> Difference:
    """Compare two versions, older first."""
    names = [name for name in type(old).__dataclass_fields__ if name not in _NOT_COMPARED]
    changes = tuple(
        FieldChange(name, getattr(old, name), getattr(new, name))
        for name in names
        if getattr(old, name) != getattr(new, name)
    )
    return Difference(changes, tuple(_passages(old.body or "", new.body or "")))


def sentences(body: str) -> list[str]:
    """Split a body into its sentences, each with its closing mark or line end."""
    return [part for part in _SENTENCE_END.split(body) if part]


def _passages(old: str, new: str) -> Iterator[Passage]:
    before, after = sentences(old), sentences(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            yield Passage("kept", "".join(before[i1:i2]))
            continue
        if i2 > i1:
            yield Passage("deleted", "".join(before[i1:i2]))
        if j2 > j1:
            yield Passage("inserted", "".join(after[j1:j2]))
