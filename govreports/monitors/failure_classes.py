"""To which class of failure a problem belongs: dns, tls, blocked, redesign and so on."""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govreports.records import Problem

_DATA = tomllib.loads(
    resources.files("govreports.monitors").joinpath("failure_classes.toml").read_text("utf-8")
)
_WORDS: dict[str, str] = _DATA["words"]
_KINDS: dict[str, str] = _DATA["kinds"]
_CODES: dict[str, str] = _DATA["codes"]
_KIND = re.compile(r"(?:column .*?: )?((status)_\d{3}|[a-z_]+): ")

OTHER = "other"
REDESIGN = "redesign"
_PARSE = "parse"
# Single pages are odd on every portal; so many at once are a new layout.
_MANY = 5


def failure_class(problem: Problem) -> str:
    """Return the class of one problem, ``other`` for a code that has none."""
    for word, found in _WORDS.items():
        if word in problem.found:
            return found
    kind = _KIND.match(problem.found)
    if kind:
        for name in kind.groups():
            if name in _KINDS:
                return _KINDS[name]
    return _CODES.get(problem.code, OTHER)


def failure_classes(
    errors: Sequence[Problem], pages: int, *, read_before: bool
) -> dict[str, list[Problem]]:
    """Return the errors of a run by their classes.

    Where half of the ``pages`` or more, and at least five, read as no report
    on a portal whose pages were read before, that is a ``redesign``.
    """
    classes: dict[str, list[Problem]] = {}
    for problem in errors:
        classes.setdefault(failure_class(problem), []).append(problem)
    unread = classes.get(_PARSE, [])
    if read_before and len(unread) >= _MANY and 2 * len(unread) >= pages:
        classes.setdefault(REDESIGN, []).extend(classes.pop(_PARSE))
    return classes
