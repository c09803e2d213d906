"""Reference texts: an article's text between the words that a person read at its ends.

Nothing of the project's own reader is used: all shown text nodes of the page are joined, and the
stretch from the gold's first words to its last is the reference, if it is as long as the gold says.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from lxml import etree, html

from tests.benchmarks.gold import tight

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from lxml.etree import _Element as Element

#: Texts are compared by overlapping pieces of so many characters.
SHINGLE = 8
# How far a stretch may be from the stated length: the annotators' own counts differ a little.
_NEAR, _SLACK = 0.02, 8
_UNSHOWN = frozenset({"script", "style", "noscript", "template", "textarea", "select", "title"})
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


def references(source: str, gold: dict[str, Any]) -> tuple[str, ...]:
    """Return an article's text, and the same without the title that it repeats.

    Empty where no stretch of the page has the stated length. What a style hides is left out,
    unless the article itself is only there (a script shows it).
    """
    # Texts pasted from Word lie below hundreds of unclosed elements.
    page = html.document_fromstring(source, parser=html.HTMLParser(huge_tree=True))
    for hidden in (False, True):
        best = _stretch(plain("".join(_texts(page, hidden=hidden))), gold)
        if best:
            after = plain(gold.get("body_first_after_title"))
            return (best, best[best.index(after) :]) if after and after in best else (best,)
    return ()


def plain(text: str | None) -> str:
    """Return a text without white space and invisible characters."""
    return tight(text).translate(_INVISIBLE)


def _stretch(shown: str, gold: dict[str, Any]) -> str | None:
    wanted = gold["body_chars"]
    starts = [start for start, _ in _places(shown, gold, "body_first", "body_first_after_title")]
    ends = [end for _, end in _places(shown, gold, "body_last", "body_last_alt")]
    stretches = (shown[start:end] for start in starts for end in ends)
    best = min(stretches, key=lambda text: abs(len(text) - wanted), default="")
    return best if abs(len(best) - wanted) <= _NEAR * wanted + _SLACK else None


def _places(shown: str, gold: dict[str, Any], *names: str) -> Iterator[tuple[int, int]]:
    """Yield where each of the gold's words begin and end in the page's text."""
    for words in (plain(gold[name]) for name in names if gold.get(name)):
        start = shown.find(words)
        while start >= 0:
            yield start, start + len(words)
            start = shown.find(words, start + 1)


def _texts(page: Element, *, hidden: bool) -> Iterator[str]:
    walk = etree.iterwalk(page, events=("start", "end", "comment"))
    for event, element in walk:
        if event != "start":
            yield element.tail or ""
        elif element.tag in _UNSHOWN or (not hidden and _is_hidden(element)):
            walk.skip_subtree()
        else:
            yield element.text or ""


def _is_hidden(element: Element) -> bool:
    return "display:none" in "".join((element.get("style") or "").split()).lower()


def shingles(text: str) -> Counter[str]:
    """Return the overlapping pieces of a text, each as often as it stands there."""
    if len(text) <= SHINGLE:
        return Counter([text] if text else [])
    return Counter(text[at : at + SHINGLE] for at in range(len(text) - SHINGLE + 1))


def f1(wanted: str, got: str) -> float:
    """Return how much of a text was read and how little else: the F1 of their pieces."""
    one, other = shingles(wanted), shingles(got)
    common = (one & other).total()
    return 2 * common / (one.total() + other.total()) if common else 0.0


def best_f1(wanted: Iterable[str], got: str) -> float:
    """Return the F1 against the reference that fits best: a repeated title may stand or go."""
    return max(f1(one, got) for one in wanted)
