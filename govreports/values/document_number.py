"""发文字号, the number that an authority gives a document.

Its normal form is 机关代字 + 〔year〕 + serial + 号 (GB/T 9704), `金政文〔2021〕7号`;
orders and announcements are counted by themselves (`第12号`, `2021年第3号`,
`令第711号`) and keep their form.
"""

from __future__ import annotations

import re

from govreports.values.text import without_spaces
from govreports.vocab import words

_WORDS = words("document_numbers.toml")
_OPENING, _CLOSING = _WORDS["opening"][0], _WORDS["closing"][0]
# Full-width digits and Latin letters become plain ones, every bracket 〔 or 〕.
_FOLD = str.maketrans(
    {
        **{code: chr(code - 0xFEE0) for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF5B))},
        **{ord(dash): "-" for dash in "－‐‑–−"},
    }
)
_NUMERAL = "0-9〇○零一二三四五六七八九十百"
_HAN = "\u3007\u4e00-\u9fff"
_AGENCY = rf"[{_HAN}A-Za-z]{{0,30}}"
# A place or an agency of its own may stand in brackets of its own: 沪（浦）府规.
_ASIDE = rf"[{re.escape(_OPENING)}][{_HAN}A-Za-z]{{1,12}}[{re.escape(_CLOSING)}]"
_YEAR = r"(?:\d{2}|\d{4}|[〇○零一二三四五六七八九]{4})年?"
_SERIAL = rf"[{_NUMERAL}]{{1,6}}(?:[-之][{_NUMERAL}]{{1,4}})?"
_BRACKETED = (
    rf"(?P<agency>(?:{_ASIDE})?{_AGENCY}(?:{_ASIDE}{_AGENCY})?)"
    rf"[{re.escape(_OPENING)}](?P<year>{_YEAR})[{re.escape(_CLOSING)}]"
    rf"(?P<serial>[{_HAN}A-Za-z]{{0,8}}?第?{_SERIAL})(?P<mark>号?)"
)
_ORDER_WORDS = "|".join(map(re.escape, _WORDS["orders"]))
_ORDER = (
    rf"(?:[{_HAN}A-Za-z·]{{0,60}}?(?:\d{{4}}年)?第{_SERIAL}号"
    rf"|[{_HAN}]{{0,60}}?(?:{_ORDER_WORDS}){_SERIAL}号)"
)
# ZJSP05-2021-0001: 规范性文件统一编号, which many portals state as 文号.
_CODE = r"[A-Z]{1,8}\d{0,6}(?:-[0-9A-Z]{1,8}){1,4}号?"
_NUMBER = re.compile(_BRACKETED)
_ORDER_NUMBER = re.compile(_ORDER)
_CODE_NUMBER = re.compile(_CODE)
_SEPARATOR = re.compile(r"[、,，;；/]")
_SENTENCE = re.compile("|".join(map(re.escape, _WORDS["sentence_words"])))
_WRAPPED = re.compile(rf"[{re.escape(_OPENING)}](.+)[{re.escape(_CLOSING)}]")
_LONGEST = 120
_JOINT = 2


def parse_document_number(text: str) -> str | None:
    """Return the 发文字号 that the whole of `text` is, in normal form, or `None`.

    Joint documents have several numbers, kept in order with the separator that
    the page shows. Text with a lost bracket (`〔202227号`) and sentences are none.
    """
    tight = without_spaces(text).translate(_FOLD)
    if not tight or len(tight) > _LONGEST or _SENTENCE.search(tight):
        return None
    return _number(tight) or _unwrapped(tight) or _joint(tight) or _code(tight)


def document_number_line(line: str) -> str | None:
    """Return the 发文字号 of a line that is nothing else, as texts show it under their title.

    It needs what a header's may lack, 机关代字 and 号; brackets may enclose it. Cells of a
    table's row are several values, not one.
    """
    tight = without_spaces(line) if "\t" not in line.strip() else ""
    if not tight.endswith("号") and not _WRAPPED.fullmatch(tight):
        return None
    number = parse_document_number(tight)
    return number if number and _stands_alone(number) else None


def _number(tight: str) -> str | None:
    match = _NUMBER.fullmatch(tight)
    if match:
        return _normal(match)
    return tight if _ORDER_NUMBER.fullmatch(tight) else None


def _normal(match: re.Match[str]) -> str:
    return f"{match['agency']}〔{match['year']}〕{match['serial']}{match['mark']}"


def _joint(tight: str) -> str | None:
    """Return several numbers, whether a separator stands between them or only spaces did."""
    if tight.count("号") < _JOINT:
        return None
    found = list(_NUMBER.finditer(tight))
    between = _NUMBER.sub("\n", tight).split("\n")
    if len(found) < _JOINT or between[0] or between[-1]:
        return None
    if not all(_SEPARATOR.fullmatch(text) or not text for text in between[1:-1]):
        return None
    pairs = zip(map(_normal, found), between[1:], strict=True)
    return "".join(number + separator for number, separator in pairs)


def _code(tight: str) -> str | None:
    return tight if _CODE_NUMBER.fullmatch(tight) else None


def _unwrapped(tight: str) -> str | None:
    match = _WRAPPED.fullmatch(tight)
    return _number(match[1]) if match else None


def _stands_alone(number: str) -> bool:
    return number.endswith("号") and not number.startswith("〔")
