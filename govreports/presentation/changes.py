"""A field's change in words: what it was, what it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from govreports.difference import sentences
from govreports.feeds import plain
from govreports.vocab.columns import RECORD

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from govreports.difference import Difference, FieldChange
    from govreports.records import Attachment

NOTHING = "—"
"""Stands for a field that a version does not state."""
_HASH_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Change:
    """One change: the field's Chinese title and English name, both values as text."""

    title: str
    name: str
    before: str
    after: str


def changes(found: Difference) -> tuple[Change, ...]:
    """Return the changed fields; 原始元数据 label by label, 附件 without those that stayed."""
    return tuple(change for field in found.fields for change in _changes(field))


def in_short(found: Difference) -> str:
    """Return what changed in one line: the fields' names, and sentences of the body by number."""
    names = [f"{RECORD[field.name].title} {field.name}" for field in found.fields]
    counts = Counter[str]()
    for passage in found.changed_passages:
        counts[passage.kind] += len(sentences(passage.text))
    if counts:
        marks = {"deleted": "−", "inserted": "+"}
        moved = " ".join(f"{mark}{counts[kind]}" for kind, mark in marks.items() if counts[kind])
        names.append(f"{RECORD['body'].title} body {moved} 句")
    return "; ".join(names) or NOTHING


def _changes(field: FieldChange) -> Iterator[Change]:
    title = RECORD[field.name].title
    match field.name:
        case "metadata":
            yield from _labels(field.old, field.new)
        case "attachments":
            old = "\n".join(_file(one) for one in field.old if one not in field.new)
            new = "\n".join(_file(one) for one in field.new if one not in field.old)
            yield Change(title, field.name, old or NOTHING, new or NOTHING)
        case _:
            yield Change(title, field.name, _text(field.old), _text(field.new))


def _labels(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for label in dict.fromkeys([*old, *new]):
        before, after = old.get(label), new.get(label)
        if before != after:
            yield Change(label, "metadata", _text(before), _text(after))


def _file(file: Attachment) -> str:
    known = f" sha256 {file.sha256[:_HASH_SHOWN]}…" if file.sha256 else ""
    return f"{file.name} <{file.url}>{known}"


def _text(value: Any) -> str:
    if value in (None, "", ()):
        return NOTHING
    return "；".join(value) if isinstance(value, tuple) else str(plain(value))
