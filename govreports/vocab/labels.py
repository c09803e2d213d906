"""Header labels and `<meta>` names → fields of the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govreports.vocab.tables import grouped, ranked, toml, words

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE = toml("labels.toml")
_RANKED = ranked((*_FILE["fields"].items(), *_FILE["unmapped"].items()))

#: Header label, as `label_key` writes it → field of the record, or the name of
#: a known kind of value that the record has no field for (`scope`, `editor` …).
LABELS: Mapping[str, str] = grouped((*_FILE["fields"].items(), *_FILE["unmapped"].items()))
#: The fields of the record that a header label can fill.
HEADER_FIELDS: frozenset[str] = frozenset(_FILE["fields"])
#: Labels of counters, tools and navigation that stand among the header's.
FURNITURE: frozenset[str] = frozenset(grouped(_FILE["furniture"].items()))
# A label is furniture or not, never both.
ranked((("labels", LABELS), ("furniture", FURNITURE)))

_ENDINGS = tuple(sorted(_FILE["endings"]["labels"], key=len, reverse=True))
_AFTER_ALL = 1_000
_LOOSE_TOPICS = frozenset(_FILE["loose_topics"]["labels"])

_METAS = ranked(words("metas.toml", "fields").items())


def field_of(label: str) -> str | None:
    """Return what a label (as `label_key` writes it) names, or `None` if it is unknown.

    The answer is a field of the record (one of `HEADER_FIELDS`) or a kind of
    value that is kept in `metadata` only. A label that the table does not have
    may still end in one that tells its kind (公文来源).
    """
    return LABELS.get(label) or LABELS.get(_ending(label))


def label_rank(label: str) -> int:
    """Return a known label's rank among the labels of its field; 0 wins (成文日期 before 发文日期).

    A label known only by its ending comes after all others. Raises `KeyError`
    for one that `field_of` does not know.
    """
    found = _RANKED.get(label)
    return found[1] if found else _AFTER_ALL + _RANKED[_ending(label)][1]


def _ending(label: str) -> str:
    return next((ending for ending in _ENDINGS if label.endswith(ending)), "")


def is_loose_topic(label: str) -> bool:
    """Say whether a label of `topic` may also name a catalogue's branch or a genre (信息分类)."""
    return label in _LOOSE_TOPICS or (label not in LABELS and _ending(label) in _LOOSE_TOPICS)


def is_furniture(label: str) -> bool:
    """Say whether a label (as `label_key` writes it) names a counter, tool or navigation."""
    return label in FURNITURE


def meta_field(name: str) -> str | None:
    """Return the field that a `<meta>` of that name (any case) may fill, or `None`."""
    found = _METAS.get(name.casefold())
    return found[0] if found else None


def meta_rank(name: str) -> int:
    """Return a known `<meta>` name's rank among the names of its field; 0 wins.

    Raises `KeyError` for a name that fills no field.
    """
    return _METAS[name.casefold()][1]
