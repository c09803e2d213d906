"""A difference as one HTML file that needs nothing else: no script, no font, no network."""

from __future__ import annotations

from difflib import SequenceMatcher
from html import escape
from importlib import resources
from itertools import groupby
from string import Template
from typing import TYPE_CHECKING, TypeAlias

from govreports.presentation.changes import NOTHING, changes
from govreports.presentation.times import ZONE, moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from govreports.difference import Passage
    from govreports.presentation.changes import Change
    from govreports.presentation.comparison import Comparison
    from govreports.records import Report

    Paragraph: TypeAlias = list[str]
    """The HTML of its passages."""

_PAGE = Template(
    resources.files("govreports.presentation").joinpath("diff.html").read_text("utf-8")
)
_TAGS = {"deleted": "del", "inserted": "ins"}
# Sentences less alike than this have nothing to show inside of them.
_ALIKE = 0.5
# So many unchanged paragraphs in a row are folded away.
_FOLDED = 3
_SAFE_LINKS = ("http://", "https://")


def html_of(comparison: Comparison) -> str:
    """Return the comparison as a page: fields in a table, then the text with its changes in it."""
    old, new = comparison.old, comparison.new
    return _PAGE.substitute(
        title=escape(new.title),
        versions=f"版本 {old.version} → {new.version} · {_time(old)} → {_time(new)}",
        report_id=escape(comparison.report_id),
        url=escape(new.url if new.url.startswith(_SAFE_LINKS) else ""),
        fields=_fields(changes(comparison.found)),
        body=_body(comparison.found.body),
        zone=ZONE,
    )


def _time(report: Report) -> str:
    return moment(report.fetched_at) if report.fetched_at else ""


def _fields(changed: Sequence[Change]) -> str:
    if not changed:
        return ""
    rows = (
        f"<tr><th>{escape(one.title)}<small>{escape(one.name)}</small></th>"
        f"<td>{_value('deleted', one.before)}</td><td>{_value('inserted', one.after)}</td></tr>"
        for one in changed
    )
    head = "<thead><tr><th></th><th>之前 before</th><th>之后 after</th></tr></thead>"
    return f"<h2>字段 · fields</h2>\n<table>{head}\n{chr(10).join(rows)}\n</table>"


def _value(kind: str, text: str) -> str:
    return text if text == NOTHING else _tagged(kind, escape(text))


def _body(passages: Sequence[Passage]) -> str:
    if all(passage.kind == "kept" for passage in passages):
        return "<h2>正文 · body</h2>\n<p>没有变化 · unchanged</p>"
    blocks = "\n".join(_folded(_paragraphs(passages)))
    return f"<h2>正文 · body</h2>\n<article>\n{blocks}\n</article>"


def _paragraphs(passages: Sequence[Passage]) -> Iterator[tuple[bool, str]]:
    """Yield whether anything changed in it, and the paragraph's HTML."""
    line: Paragraph = []
    changed = False
    for kind, text in _segments(passages):
        if text == "\n":
            yield changed, f"<p>{''.join(line)}</p>"
            line, changed = [], False
        else:
            line.append(text)
            changed = changed or kind != "kept"
    yield changed, f"<p>{''.join(line)}</p>"


def _segments(passages: Sequence[Passage]) -> Iterator[tuple[str, str]]:
    """Yield passages' HTML cut at line feeds; a deleted line feed is shown and breaks nothing."""
    for passage, marked in zip(passages, _marked(passages), strict=True):
        lines = marked.split("\n")
        for place, words in enumerate(lines):
            ends = place < len(lines) - 1
            shown = "↵" if ends and passage.kind != "kept" else ""
            if words or shown:
                yield passage.kind, _tagged(passage.kind, words + shown)
            if ends and passage.kind != "deleted":
                yield passage.kind, "\n"


def _tagged(kind: str, words: str) -> str:
    tag = _TAGS.get(kind)
    return f"<{tag}>{words}</{tag}>" if tag else words


def _marked(passages: Sequence[Passage]) -> list[str]:
    """Return each passage escaped; where one stands for another, the words that differ in bold."""
    shown = [escape(passage.text) for passage in passages]
    for place in range(1, len(passages)):
        old, new = passages[place - 1], passages[place]
        if (old.kind, new.kind) == ("deleted", "inserted"):
            shown[place - 1 : place + 1] = _within(old.text, new.text)
    return shown


def _within(old: str, new: str) -> tuple[str, str]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return escape(old), escape(new)
    codes = matcher.get_opcodes()
    before = "".join(_bold(tag, old[i1:i2]) for tag, i1, i2, _, _ in codes)
    after = "".join(_bold(tag, new[j1:j2]) for tag, _, _, j1, j2 in codes)
    return before, after


def _bold(tag: str, words: str) -> str:
    # Line feeds are cut at later: none may stand inside of an element.
    lines = [
        f"<b>{escape(line)}</b>" if line and tag != "equal" else escape(line)
        for line in words.split("\n")
    ]
    return "\n".join(lines)


def _folded(paragraphs: Iterable[tuple[bool, str]]) -> Iterator[str]:
    for changed, group in groupby(paragraphs, key=lambda one: one[0]):
        lines = [html for _, html in group]
        if changed or len(lines) < _FOLDED:
            yield from lines
        else:
            label = f"未变的 {len(lines)} 段 · {len(lines)} unchanged paragraphs"
            yield f"<details><summary>{label}</summary>\n{chr(10).join(lines)}\n</details>"
