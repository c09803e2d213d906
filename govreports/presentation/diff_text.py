"""A difference for the terminal: colours where there are some, marks everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from govreports.presentation.changes import changes
from govreports.presentation.times import moment

if TYPE_CHECKING:
    from govreports.difference import Difference
    from govreports.presentation.comparison import Comparison
    from govreports.records import Report

_MARKS = {"deleted": ("red strike", "[-", "-]"), "inserted": ("green", "{+", "+}")}
_CONTEXT = 40


def comparison_text(comparison: Comparison) -> Text:
    """Return the whole comparison, with a head that names report and versions."""
    text = Text(f"{comparison.report_id}  {comparison.new.title}\n", style="bold")
    text.append(f"{_version(comparison.old)} → {_version(comparison.new)}\n", style="not bold")
    return text.append_text(difference_text(comparison.found))


def difference_text(found: Difference) -> Text:
    """Return changed fields, one a line, then the changed passages with some words around them."""
    text = Text(style="not bold")
    for change in changes(found):
        text.append(f"{change.title} {change.name}: ")
        text.append(change.before, style="red").append(" → ")
        text.append(change.after, style="green").append("\n")
    if found.changed_passages:
        text.append_text(_body(found))
    if not found.fields and not found.changed_passages:
        text.append("没有差异 · no difference\n")
    return text


def _body(found: Difference) -> Text:
    text = Text()
    last = len(found.body) - 1
    for place, passage in enumerate(found.body):
        if passage.kind in _MARKS:
            style, opening, closing = _MARKS[passage.kind]
            # A break between paragraphs may be all that changed.
            words = passage.text.strip("\n") or "↵"
            text.append(f"{opening}{words}{closing}\n", style=style)
        else:
            words = _around(passage.text, head=place > 0, tail=place < last)
            text.append(f"{words}\n" if words else "", style="dim")
    return text


def _around(kept: str, *, head: bool, tail: bool) -> str:
    """Return the words next to a change, with what lies further off left out."""
    words = kept.replace("\n", " ").strip()
    if len(words) <= 2 * _CONTEXT:
        return words
    first, last = words[:_CONTEXT] if head else "", words[-_CONTEXT:] if tail else ""
    return f"{first} … {last}".strip()


def _version(report: Report) -> str:
    at = f" ({moment(report.fetched_at)})" if report.fetched_at else ""
    return f"版本 version {report.version}{at}"
