"""标题: an article's full title as the page shows it.

The page's `<title>` and `ArticleTitle` say what the title is like, the visible
text says how it is written in full: sites cut the former, and templates put
the site's name around it.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from govreports.reading.document import ancestors
from govreports.reading.flow import Line, body_flow, unmarked
from govreports.reading.labels import is_label, pairs_of
from govreports.reading.meta import meta
from govreports.reading.tags import HEADINGS
from govreports.reading.xpath import elements
from govreports.values.organisation import is_organisation
from govreports.values.text import label_key, squeeze
from govreports.vocab import field_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from lxml.etree import _Element as Element

_TITLE_NAME = re.compile(
    r"(?:^|[-_\s])(?:.*tit(?:le)?\d*|.*biaoti|bt|h1|.*title.*)(?:$|[-_\s])", re.IGNORECASE
)
_PUNCTUATION = re.compile(
    r"[\s\u200b-\u200f\ufeff《》“”\"'‘’()（）\[\]【】〔〕,，、:：;；.。·—_|-]+"
)
# An iterator looks for the next one before it hands out the first, to the end of the page.
_TITLES = elements("descendant::title[1]")
_SHORTEST, _LONGEST = 4, 300
# A `<title>` or `ArticleTitle` beyond this is no name of the page, and no class name is longer.
_LONGEST_NAME = 1000
# What a page calls itself: in its metas, its header, its `<title>`; more names are a list's.
_MOST_HINTS = 8
# Title, journal or column, section and site: no name has more parts.
_MOST_PARTS = 4
_NAMING = re.compile(r"名\s*称|标\s*题|题\s*名")
_TITLE_LINES, _HEAD_LINES = 12, 40
_SEPARATORS = re.compile(r"\s*[-_|–—－＿｜丨>»]+\s*")
_SITE = re.compile(
    r"(?:网|网站|平台|门户|政府|专栏|中心|频道|官网|首页|局|委|委员会|厅|办公室)(?:[（(].*[)）])?$"
)
_DATED = re.compile(
    r"\s*[(（\[]?\s*\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?\s*[)）\]]?$"
)


def text_of(element: Element) -> str:
    """Return a title element's text on one line."""
    return _on_one_line(body_flow(element).lines)


def _on_one_line(lines: Iterable[Line]) -> str:
    """Join the lines of a title: a break leaves a space where a reader would miss it."""
    texts = [text for line in lines if (text := squeeze(line.text))]
    spaces = [" " * _are_apart(above, below) for above, below in pairwise(texts)]
    return "".join(text + space for text, space in zip(texts, [*spaces, ""], strict=False))


def _are_apart(above: str, below: str) -> bool:
    """Say whether two lines are the names of two issuers, or meet in Latin words or numbers."""
    latin = above[-1].isascii() and below[0].isascii()
    return latin or (is_organisation(above) and is_organisation(below))


def page_title(page: Element) -> str:
    """Return the text of the page's `<title>`."""
    text = next((title.text for title in _TITLES(page)), None)
    return squeeze((text or "")[:_LONGEST_NAME])


def choose_title(
    lines: Sequence[Line], metas: Mapping[str, str], page: Element
) -> tuple[str | None, Element | None]:
    """Choose the title among the lines before an article's text, and its element.

    The line that the page's metas, its header (`名称：…`) and `<title>` bear
    out best is taken, the nearest heading where they say nothing. Returns the
    hint's text and no element where no line fits.
    """
    hints = _hints(lines, metas, page)
    bare_hints = [bare(hint) for hint in hints]
    scored = [(_score(line, bare_hints), number) for number, line in enumerate(lines)]
    score, number = max(scored, default=(0.0, 0))
    if score <= 0:
        return (_without_site(hints[0]) if hints else None), None
    line = lines[number]
    element = _heading_around(line.element)
    shown = text_of(element) if element.tag in HEADINGS else _shown(line)
    return _without_date(shown, hints), element


def title_in(lines: Sequence[Line], metas: Mapping[str, str], page: Element) -> str | None:
    """Return the title that a text itself begins with, over one line or several.

    For pages that show no title outside of the text; `None` where its first
    lines, the header's aside, are not what the page calls itself.
    """
    plain = [line for line in lines[:_HEAD_LINES] if not pairs_of(line.text)][:_TITLE_LINES]
    names = [name for hint in _hints((), metas, page) for name in _readings(hint)]
    for wanted in (wanted for name in names if len(wanted := bare(name)) >= _SHORTEST * 2):
        text = ""
        for count, line in enumerate(plain, 1):
            text += bare(line.text)
            if text.endswith(wanted):
                return _on_one_line(plain[:count])
    return None


def _readings(hint: str) -> Iterator[str]:
    """Yield what a page's name may be the title of: all but the site's, then up to each separator.

    Behind it stands what is no name of a site as well: a journal's issue, a column.
    """
    name = _without_site(hint)
    yield name
    for _ in range(_MOST_PARTS):
        last = _last_separator(name)
        if last is None:
            return
        name = name[: last.start()]
        yield name


def _without_site(title: str) -> str:
    """Cut the site's or column's name off a `<title>`, as far as it can be told for one."""
    while (last := _last_separator(title)) is not None and _SITE.search(title[last.end() :]):
        title = title[: last.start()]
    return title


def _last_separator(title: str) -> re.Match[str] | None:
    separators = [found for found in _SEPARATORS.finditer(title) if found.start()]
    return separators[-1] if separators else None


def _hints(lines: Iterable[Line], metas: Mapping[str, str], page: Element) -> list[str]:
    """Return what the page calls itself, the surest first."""
    named = [
        pair.value
        for line in lines
        if _NAMING.search(line.text)
        for pair in pairs_of(line.text)
        if field_of(pair.label) == "title"
    ]
    return hints_of(metas, page, named[:_MOST_HINTS])


def hints_of(metas: Mapping[str, str], page: Element, named: Iterable[str] = ()) -> list[str]:
    """Return a page's names: its `ArticleTitle`, those of its header, its `<title>`."""
    hints = ((meta(metas, "ArticleTitle") or "")[:_LONGEST_NAME], *named, page_title(page))
    return [hint for hint in dict.fromkeys(hints) if hint]


def _heading_around(element: Element) -> Element:
    """Return the heading that an element is part of, else the element itself."""
    for outer in ancestors(element):
        if outer.tag in HEADINGS:
            return outer
        if outer.tag in ("body", "form", "table"):
            break
    return element


def _without_date(title: str, hints: list[str]) -> str:
    """Cut a date off the title's end that stands in its line only (`标题 （2025年08月25日）`)."""
    dated = _DATED.search(title)
    if dated and any(bare(hint) == bare(title[: dated.start()]) for hint in hints):
        return title[: dated.start()].rstrip()
    return title


def _shown(line: Line) -> str:
    return squeeze(unmarked(line.text))


def _score(line: Line, hints: list[str]) -> float:
    """Score a line as title: how well it agrees with a hint, and whether it is marked up as one.

    The hints are bare.
    """
    if line.is_link or "\t" in line.text:
        return 0
    text = _shown(line)
    if not _SHORTEST <= len(text) <= _LONGEST:
        return 0
    if is_label(text) or any(field_of(label_key(pair.label)) for pair in pairs_of(line.text)):
        return 0
    bare_text = bare(text)
    agreement = max((_agreement(bare_text, hint) for hint in hints), default=0.0)
    return agreement + (
        _marked(line.element) if agreement or not hints else _marked(line.element) / 4
    )


def _agreement(text: str, hint: str) -> float:
    """Say from 0 to 3 how well a visible text and a hint agree, both without punctuation."""
    if not text or not hint:
        return 0
    if text == hint:
        return 3
    cut = hint.removesuffix("…")
    if len(cut) >= _SHORTEST * 2 and (text.startswith(cut) or text.endswith(cut)):
        return 2.5
    if len(text) >= _SHORTEST * 2 and text in hint:
        return 1 + len(text) / len(hint)
    return 2 * len(hint) / len(text) if len(hint) >= _SHORTEST * 2 and hint in text else 0


def bare(text: str) -> str:
    """Return a text without white space and punctuation, to be compared with a title."""
    return _PUNCTUATION.sub("", text)


def _marked(element: Element) -> float:
    """Say from 0 to 1 how much an element's name makes it a title."""
    if element.tag in HEADINGS:
        return 1
    for near in (element, element.getparent()):
        if near is not None:
            names = f"{near.get('class') or ''} {near.get('id') or ''}"
            if _TITLE_NAME.search(names[:_LONGEST]):
                return 0.8
    return 0
