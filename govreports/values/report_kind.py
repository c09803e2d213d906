"""报告类别 and 报告年度: which report a text is and which year it reports on."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from govreports.records import ReportKind
from govreports.values.numerals import NUMERAL_CHARACTERS, number
from govreports.values.text import squeeze
from govreports.vocab import words

if TYPE_CHECKING:
    from collections.abc import Iterator

_LAW = words("reports.toml", "law_government")
_DISCLOSURE = words("reports.toml", "disclosure")
_NOTICES = words("reports.toml", "notices")

_DIGIT = f"[{NUMERAL_CHARACTERS}]"
_JOIN = "-－–—―~～至到"
# `2016-2020年` reports up to 2020; `2021年3月1日` is a day and no year reported on.
_YEAR = re.compile(
    rf"(?<!{_DIGIT})(?:{_DIGIT}{{4}}年?[{_JOIN}]{{1,2}})?(?P<year>{_DIGIT}{{4}})(?P<mark>年度|年)"
    rf"(?!{_DIGIT}{{1,2}}月{_DIGIT}{{1,3}}日)"
)
_QUOTED = re.compile(r"《[^》]*》")
_FIRST_YEAR, _LAST_YEAR = 1949, 2199
_HEAD_LINES = 5
_HEAD_YEAR = re.compile(rf"(?P<year>{_DIGIT}{{4}})(?:年度|年(?=[,，以来我全在是]))")


def report_kind(title: str) -> ReportKind:
    """Return which of the known kinds a title names, `ReportKind.OTHER` where none.

    A 法治政府建设 title that both reports and plans (总结和计划) is a report. A notice
    that asks others for reports is of no kind; one that issues a report is.
    """
    name = _compact(title)
    if _asks_for_reports(name):
        return ReportKind.OTHER
    if _has(name, _LAW["subjects"]) and not _has(name, _LAW["others"]):
        return _law_government_kind(name)
    if _has(name, _DISCLOSURE["subjects"]) and _has(name, _DISCLOSURE["reporting"]):
        return ReportKind.DISCLOSURE_ANNUAL
    return ReportKind.OTHER


def report_year(title: str, body: str | None = None) -> int | None:
    """Return the year that a report reports on, or `None` where it states none.

    The title says it first, outside of 《》 before inside, `年度` before `年`; of a
    range of years the last counts. A title without a year leaves it to the
    first lines of `body`, which open with it (`2020年，…`).
    """
    name = _compact(title)
    for text in (_QUOTED.sub("", name), name):
        year = _title_year(text)
        if year:
            return year
    return _head_year(body or "")


# A title is asked for its kind, then for its year.
@lru_cache(maxsize=8)
def _compact(title: str) -> str:
    """Return a title without spaces and with half-width digits."""
    return "".join(unicodedata.normalize("NFKC", squeeze(title)).split())


def _has(text: str, choices: tuple[str, ...]) -> bool:
    return any(choice in text for choice in choices)


def _asks_for_reports(name: str) -> bool:
    bare = name.rstrip("）)》")
    return bare.endswith(_NOTICES["endings"]) and (
        _has(name, _NOTICES["asking"]) or not _has(name, _NOTICES["issuing"])
    )


def _law_government_kind(name: str) -> ReportKind:
    if _has(name, _LAW["reporting"]):
        return ReportKind.LAW_GOVERNMENT_ANNUAL
    return ReportKind.LAW_GOVERNMENT_PLAN if _has(name, _LAW["planning"]) else ReportKind.OTHER


def _title_year(text: str) -> int | None:
    matches = sorted(_YEAR.finditer(text), key=lambda match: match["mark"] != "年度")
    return next(_years(matches), None)


def _head_year(body: str) -> int | None:
    lines = body.split("\n", _HEAD_LINES)[:_HEAD_LINES]
    matches = (_HEAD_YEAR.match(line) for line in lines)
    return next(_years([match for match in matches if match]), None)


def _years(matches: list[re.Match[str]]) -> Iterator[int]:
    for match in matches:
        year = number(match["year"])
        if year and _FIRST_YEAR <= year <= _LAST_YEAR:
            yield year
