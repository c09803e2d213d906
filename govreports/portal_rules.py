"""Rules of a portal's definition: what each of its crawls must show. Pure.

``rules = {"rows": (40, 400), "coverage.publisher": 0.9}``: below the first
number (or a number alone) a run fails, above the second it warns; ``None``
leaves a side open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from govreports.records import Report

if TYPE_CHECKING:
    from collections.abc import Iterator

COUNTS = ("rows", "reports", "new", "changed", "gone")
"""Rows of all listings; reports found current, and what became of them."""
ERROR_RATE = "error_rate"
"""Articles that were lost, of all that the run asked for: a share."""
COVERAGE = "coverage."
"""Prefix of a field: the reports that state it, of all that are on the portal: a share."""

_OF_THE_RUN = {"portal", "url", "body_state", "metadata", "content_hash", "version", "fetched_at"}
_NEVER_EMPTY = {"report_kind"}
COVERABLE = tuple(
    field.name for field in fields(Report) if field.name not in _OF_THE_RUN | _NEVER_EMPTY
)
_FORM = 'rules = {"rows": (40, 400), "coverage.publisher": 0.9}'
_SIDES = 2


class RuleError(ValueError):
    """A rule that no run can be held to; the text says which, why, and what to write instead."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a run must show: at least, at most, or both."""

    name: str
    least: float | None
    most: float | None

    @property
    def field(self) -> str | None:
        """The field whose coverage it is about, if it is."""
        return self.name.removeprefix(COVERAGE) if self.name.startswith(COVERAGE) else None

    @property
    def is_share(self) -> bool:
        """Whether its numbers lie between 0 and 1."""
        return self.name == ERROR_RATE or self.field is not None


def read_rules(stated: object) -> tuple[Rule, ...]:
    """Return the rules that a definition states.

    Raises :class:`RuleError` for the first that cannot be meant.
    """
    if not isinstance(stated, Mapping):
        message = f"{stated!r} are no rules; write {_FORM}"
        raise RuleError(message)
    return tuple(_rule(name, limits) for name, limits in stated.items())


def _rule(name: object, limits: object) -> Rule:
    if not isinstance(name, str) or name not in set(_names()):
        message = f"{name!r}: no such rule; write one of {', '.join(_names())}"
        raise RuleError(message)
    sides = (
        limits if isinstance(limits, (tuple, list)) and len(limits) == _SIDES else (limits, None)
    )
    least, most = (_number(name, side) for side in sides)
    rule = Rule(name, least, most)
    for fault in _faults(rule):
        message = f"{name!r}: {limits!r}: {fault}; write for example {_FORM}"
        raise RuleError(message)
    return rule


def _names() -> tuple[str, ...]:
    return (*COUNTS, ERROR_RATE, *(f"{COVERAGE}{name}" for name in COVERABLE))


def _number(name: str, value: object) -> float | None:
    if value is None or (isinstance(value, (int, float)) and not isinstance(value, bool)):
        return value
    message = f"{name!r}: {value!r} is no number and no (least, most); write for example {_FORM}"
    raise RuleError(message)


def _faults(rule: Rule) -> Iterator[str]:
    stated = [value for value in (rule.least, rule.most) if value is not None]
    if not stated:
        yield "asks for nothing"
    # Written so that no comparison with a NaN passes.
    if not all(value >= 0 for value in stated):
        yield "no run shows less than nothing"
    if rule.is_share and not all(value <= 1 for value in stated):
        yield "a share lies between 0 and 1"
    if stated and max(stated) != stated[-1]:
        yield "at least more than at most: no run can be both"


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a run did not keep, and the number that it showed; ``below`` fails it."""

    rule: Rule
    shown: float
    below: bool


def broken(rules: tuple[Rule, ...], shown: dict[str, float]) -> Iterator[Finding]:
    """Yield the rules that a run's numbers, by the rules' names, do not keep.

    A rule of which the run shows nothing is left out: it proves nothing.
    """
    for rule in rules:
        number = shown.get(rule.name)
        if number is None:
            continue
        if rule.least is not None and number < rule.least:
            yield Finding(rule, number, below=True)
        elif rule.most is not None and number > rule.most:
            yield Finding(rule, number, below=False)
