"""Reading of the vocabulary's data files, with a check that they do not contradict themselves."""

from __future__ import annotations

import tomllib
from importlib import resources
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_HERE = resources.files("govreports.vocab")


class VocabularyError(ValueError):
    """A data file of the vocabulary contradicts itself."""


def text_of(name: str) -> str:
    """Return a data file's text. Raises `FileNotFoundError` where there is none of that name."""
    return _HERE.joinpath(name).read_text("utf-8")


def toml(name: str) -> dict[str, Any]:
    """Return a TOML data file as nested dictionaries."""
    return tomllib.loads(text_of(name))


def words(name: str, section: str | None = None) -> Mapping[str, tuple[str, ...]]:
    """Return the lists of words of a TOML file, or of one of its sections, by their names."""
    table = toml(name) if section is None else toml(name)[section]
    return MappingProxyType(
        {key: tuple(value) for key, value in table.items() if isinstance(value, list)}
    )


def ranked(groups: Iterable[tuple[str, Iterable[str]]]) -> Mapping[str, tuple[str, int]]:
    """Map each word to its group and its rank in the group, 0 first.

    Raises :class:`VocabularyError` where a word stands twice: one of the two
    places would never be looked at.
    """
    index: dict[str, tuple[str, int]] = {}
    for group, members in groups:
        for rank, word in enumerate(members):
            if word in index:
                message = f"{word} stands in {index[word][0]} and in {group}: keep one of them"
                raise VocabularyError(message)
            index[word] = (group, rank)
    return MappingProxyType(index)


def grouped(groups: Iterable[tuple[str, Iterable[str]]]) -> Mapping[str, str]:
    """Map each word to its group. Raises :class:`VocabularyError` where a word stands twice."""
    return MappingProxyType({word: group for word, (group, _) in ranked(groups).items()})


def folded(table: Mapping[str, Iterable[str]]) -> Mapping[str, str]:
    """Map each word and its synonyms to the word itself."""
    return grouped((word, (word, *synonyms)) for word, synonyms in table.items())
