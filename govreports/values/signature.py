"""落款, the signature block: who issued a text and when, at its end."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from govreports.values.dates import parse_date_line
from govreports.values.numerals import NUMERAL_CHARACTERS
from govreports.values.organisation import is_organisation
from govreports.values.text import label_key, squeeze
from govreports.vocab import words

if TYPE_CHECKING:
    from datetime import date

_WORDS = words("signatures.toml")
_ATTACHMENTS = re.compile("|".join(_WORDS["attachment_lines"]), re.IGNORECASE)
_ISSUER_AND_DATE = re.compile(
    rf"(?P<issuer>.*?[^{NUMERAL_CHARACTERS}年月日./-]) ?"
    rf"(?P<date>[{NUMERAL_CHARACTERS}]{{4}} ?[年./-].{{3,12}})"
)
_SEAL = re.compile(r"[（(](?:盖章|公章|印章|签章|章)[）)]")
# A signature ends a text: what stands further up is the text's own matter.
_LAST_LINES = 30
_LONGEST_LINE = 80


def signature(body: str) -> tuple[str | None, date | None]:
    """Return who signed a body text and on which day; `None` for what is not stated.

    The day counts only as a full date on a line of its own or after the
    issuer's name; the issuers are the names of organisations right above it,
    joined by `、`. Lines about attachments, copies and disclosure may follow.
    """
    lines = body.rsplit("\n", _LAST_LINES)[-_LAST_LINES:]
    for at in range(len(lines) - 1, -1, -1):
        line = _bare(lines[at])
        found = _signed(line, lines[:at])
        if found:
            return found
        if not _may_follow(line):
            break
    return None, None


def _signed(line: str, above: list[str]) -> tuple[str | None, date] | None:
    if len(line) > _LONGEST_LINE:
        return None
    day = parse_date_line(line)
    if day:
        return _issuers(above), day
    match = _ISSUER_AND_DATE.fullmatch(line)
    day = parse_date_line(match["date"]) if match else None
    if match and day and is_organisation(match["issuer"]):
        return _joined([match["issuer"]]), day
    return None


def _issuers(above: list[str]) -> str | None:
    """Return the names on the lines right above the date; joint issuers have one line each."""
    names = takewhile(is_organisation, map(_bare, reversed(above)))
    return _joined(list(names)[::-1])


def _joined(names: list[str]) -> str | None:
    return "、".join(part for name in names for part in name.split()) or None


def _bare(line: str) -> str:
    """Return a line without the marks of a seal (盖章) or of an official copy."""
    return _SEAL.sub("", squeeze(line)).strip()


def _may_follow(line: str) -> bool:
    return (
        label_key(line).strip("（）()。") in _WORDS["skipped_lines"]
        or line.startswith(_WORDS["skipped_starts"])
        or line.endswith(_WORDS["skipped_ends"])
        or not line
        or (len(line) <= _LONGEST_LINE and bool(_ATTACHMENTS.search(line)))
    )
