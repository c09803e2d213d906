"""地名: the place that a government's name holds, full (郑州市金水区) and short (金水区)."""

from __future__ import annotations

import re

from govreports.values.text import han_tight, squeeze
from govreports.vocab import REGION_NAMES, words

_WORDS = words("sites.toml")
_SALUTATIONS = tuple(_WORDS["salutations"])
_GOVERNMENT = re.compile(
    r"(?P<place>[\u4e00-\u9fff]{2,24}?)(?P<kind>" + "|".join(_WORDS["government_ends"]) + ")"
)
# 行政区划's last characters (行政区划管理条例), with zones and 街道 that govern themselves.
_UNIT = r"(?:省|自治区|特别行政区|市|自治州|地区|盟|区|县|旗|乡|镇|街道)"
_PLACE = re.compile(rf".+{_UNIT}")
_HIGHER = re.compile(
    r".{2,}?(?:省|自治区|市|自治州|地区|盟)(?=.{2,}(?:市|区|县|旗|州|盟|乡|镇|街道)$)"
)


def government_in(text: str) -> str | None:
    """Return the first government's name in a site's name: `乐平市人民政府`.

    `None` where no government of a place is named: `中国·乐平`, `市财政局`.
    """
    found = _named(text)
    return found[0] if found else None


def place_in(text: str) -> str | None:
    """Return the short name of the place whose government a text names, or `None`."""
    found = _named(text)
    return short_place(found["place"]) if found else None


def short_place(place: str) -> str:
    """Return a place's own name without the places it lies in: 郑州市金水区 → 金水区."""
    while higher := _HIGHER.match(place):
        place = place[higher.end() :]
    return place


def code_of(place: str) -> str | None:
    """Return the 行政区划代码 of the one place of that name in the vocabulary, or `None`."""
    codes = [code for code, name in REGION_NAMES.items() if name == place]
    return codes[0] if len(codes) == 1 else None


def _named(text: str) -> re.Match[str] | None:
    text = han_tight(squeeze(text))
    for word in _SALUTATIONS:
        text = text.removeprefix(word)
    places = _GOVERNMENT.finditer(text)
    return next((one for one in places if _PLACE.fullmatch(one["place"])), None)
