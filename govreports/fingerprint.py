"""The normal form of a report and its hash: what makes a version another version.

In the form: title, 发文字号, publisher, 有效性, the stated dates (days, because the
time of day is often the build's) and the body, each in NFKC without white
space, then the attachments' SHA-256. Not in it: URL, column, source, topic,
metadata and whatever else the layout of a page decides.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from govreports.records import Report

#: Names the form and the hash; a change of either needs a new prefix.
PREFIX = "n1:"
_TEXTS = ("title", "document_number", "publisher", "validity")
_DATES = ("issued_on", "published_on", "effective_on", "expires_on")
_ATTACHMENT = "attachment"
# The places of these two in the form.
_TITLE, _BODY = 0, len(_TEXTS) + len(_DATES)

# Unicode's NFKC of the punctuation that nearly every text holds. With these
# gone most texts pass the quick check and need no full normalisation, which
# costs ten times as much.
_FREQUENT = tuple(
    (char, unicodedata.normalize("NFKC", char))
    for char in "，：；（）％！？．－～／＋＜＞…０１２３４５６７８９"
)
# The white space that NFKC leaves. To search for each of it takes half the time that
# `split` takes to look at every character.
_SPACES = tuple((char, "") for char in "\n \t\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u1680\u2028\u2029")
# A header's values are normalised sooner than searched for each of these.
_SHORT = 100


class TextPrint(NamedTuple):
    """What tells the same text elsewhere.

    `hash` is the SHA-256, in hex, of title and body in normal form, `length`
    the number of the body's characters there.
    """

    hash: str
    length: int


def compact(text: str) -> str:
    """Return `text` in NFKC without white space."""
    if len(text) > _SHORT:
        return _replaced(_normalised(_replaced(text, _FREQUENT)), _SPACES)
    return "".join(_normalised(text).split())


def _normalised(text: str) -> str:
    # The quick check takes a tenth of the time that normalising does.
    return text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)


def _replaced(text: str, table: tuple[tuple[str, str], ...]) -> str:
    for char, other in table:
        # `replace` counts first where the length changes, which a search is spared.
        if char in text:
            text = text.replace(char, other)
    return text


def normal_form(report: Report) -> str:
    """Return the text that `content_hash` is the hash of: one `name=value` a line.

    Values hold no white space, so that a line break can only end a field.
    """
    return "\n".join(f"{name}={value}" for name, value in _fields(report))


def content_hash(report: Report) -> str:
    """Return `n1:` and the SHA-256, in hex, of the normal form in UTF-8."""
    return PREFIX + _sha256(_lines(_fields(report)))


def with_hash(report: Report) -> Report:
    """Return the report with its `content_hash` filled."""
    return replace(report, content_hash=content_hash(report))


def with_prints(report: Report) -> tuple[Report, TextPrint]:
    """Return the report with its `content_hash` filled, and the print of its text.

    Both from one normal form, encoded once, which is what costs.
    """
    fields = _fields(report)
    lines = _lines(fields)
    hashed = replace(report, content_hash=PREFIX + _sha256(lines))
    _, body = fields[_BODY]
    return hashed, TextPrint(_sha256([lines[_TITLE], lines[_BODY]]), len(body))


def text_print(report: Report) -> TextPrint:
    """Return what tells the same text elsewhere."""
    title, body = compact(report.title), compact(report.body or "")
    return TextPrint(_sha256(_lines([("title", title), ("body", body)])), len(body))


def _lines(fields: list[tuple[str, str]]) -> list[bytes]:
    return [f"{name}={value}".encode("utf-8", "surrogatepass") for name, value in fields]


def differing_fields(one: Report, other: Report) -> tuple[str, ...]:
    """Return the names of the normal form's fields in which two reports differ.

    Attachments count as one field, `attachments`, in any order.
    """
    pairs = zip(_header_and_body(one), _header_and_body(other), strict=True)
    names = [name for (name, before), (_, after) in pairs if before != after]
    if _digests(one) != _digests(other):
        names.append("attachments")
    return tuple(names)


def only_filled(old: Report, new: Report) -> bool:
    """Say whether `new` differs from `old` only by header fields that were empty there.

    The body must be the same. An attachment whose SHA-256 was not known yet may
    have one now; their number must be the same. `False` where nothing differs.
    """
    before, after = dict(_header_and_body(old)), dict(_header_and_body(new))
    changed = [name for name, value in before.items() if after[name] != value]
    if any(before[name] for name in changed) or "body" in changed:
        return False
    same_attachments = _digests(old) == _digests(new)
    return (bool(changed) or not same_attachments) and (
        same_attachments or _attachments_filled(old, new)
    )


def _fields(report: Report) -> list[tuple[str, str]]:
    return [*_header_and_body(report), *((_ATTACHMENT, digest) for digest in _digests(report))]


def _header_and_body(report: Report) -> list[tuple[str, str]]:
    return [
        *((name, compact(getattr(report, name) or "")) for name in _TEXTS),
        *((name, _iso(getattr(report, name))) for name in _DATES),
        ("body", compact(report.body or "")),
    ]


def _digests(report: Report) -> list[str]:
    """Return the attachments' SHA-256 in sorted order: a page may list them in another."""
    return sorted(attachment.sha256 or "" for attachment in report.attachments)


def _attachments_filled(old: Report, new: Report) -> bool:
    known = Counter(filter(None, _digests(old)))
    return len(old.attachments) == len(new.attachments) and known <= Counter(_digests(new))


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _sha256(lines: list[bytes]) -> str:
    return hashlib.sha256(b"\n".join(lines)).hexdigest()
