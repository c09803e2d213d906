"""标题: an article's title without line breaks, the site's name or a cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govreports.values.text import squeeze
from govreports.vocab import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WORDS = words("titles.toml")
_CUTS = _WORDS["cut_marks"]
_SEPARATORS = tuple(sorted(_WORDS["separators"], key=len, reverse=True))


def clean_title(text: str, site_names: Iterable[str] = ()) -> str:
    """Return `text` on one line, without a site's name that follows it after a separator.

    Only a name that is given is taken off: `-` and `_` stand in titles too.
    """
    title = squeeze(text)
    for name in map(squeeze, site_names):
        title = _without_site(title, name)
    return title


def is_cut(title: str) -> bool:
    """Say whether a list cut the title short (`…`)."""
    return squeeze(title).endswith(_CUTS)


def whole_title(titles: Sequence[str]) -> str | None:
    """Return the first title, or the later one that it is cut from; `None` where there is none."""
    if not titles:
        return None
    first = titles[0]
    if not is_cut(first):
        return first
    start = first.rstrip("".join(_CUTS))
    return next((title for title in titles if title.startswith(start) and not is_cut(title)), first)


def _without_site(title: str, name: str) -> str:
    if not name or not title.endswith(name):
        return title
    rest = title.removesuffix(name).rstrip()
    for separator in _SEPARATORS:
        if rest.endswith(separator) and rest != separator:
            return rest.removesuffix(separator).rstrip()
    return title
