"""Every problem names its page, what was found and what to do."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from govreports import problems
from govreports.failures import FetchError
from govreports.families.base import UnreadableError
from govreports.portal_rules import Finding, Rule
from govreports.records import Level, Problem

URL = "http://a.gov.cn/1.htm"
ARGUMENTS: dict[str, Any] = {
    "url": URL,
    "portal": URL,
    "home": "http://a.gov.cn/",
    "column": "法治政府建设",
    "message": "database is locked",
    "reason": "shutdown",
    "twin": "https://a.gov.cn/1.htm",
    "target": "http://a.gov.cn/2.htm",
    "times": 3,
    "part": "http://a.gov.cn/rows.json",
    "field": "publisher",
    "share": 0.1,
    "rows": 0,
    "usual": 0.9,
    "finding": Finding(Rule("coverage.publisher", 0.9, None), 0.1, below=True),
    "name": "附件.pdf",
    "state": "failed: a damaged PDF",
    "ending": "pdf",
    "media_type": "application/msword",
    "strays": 2,
    "code": "listing_short",
    "found": "2 rows",
    "declared": "3 rows",
}
MAKERS = {
    name: maker
    for name, maker in inspect.getmembers(problems, inspect.isfunction)
    if maker.__module__ == problems.__name__
}
OF_COLUMNS = [name for name in MAKERS if "column" in inspect.signature(MAKERS[name]).parameters]
WARNINGS = {
    "row_elsewhere",
    "pages_repeat",
    "challenge_not_run",
    "page_leads_on",
    "part_not_fetched",
    "alert_not_sent",
    "scheme_changed",
    "attachment_not_fetched",
    "attachment_unread",
    "attachment_of_other_type",
    "attachment_with_macros",
    "listing_moved",
}


def made(name: str) -> Problem:
    maker = MAKERS[name]
    arguments = {}
    for parameter in inspect.signature(maker).parameters.values():
        if parameter.name == "error":
            fetch = "FetchError" in str(parameter.annotation)
            error = FetchError("timeout", "60 s") if fetch else UnreadableError("no title")
            arguments["error"] = error
        else:
            arguments[parameter.name] = ARGUMENTS[parameter.name]
    problem = maker(**arguments)
    assert isinstance(problem, Problem)
    return problem


@pytest.mark.parametrize("name", MAKERS)
def test_a_problem_names_its_page_what_was_found_and_a_remedy(name: str) -> None:
    problem = made(name)
    assert problem.url == URL
    assert problem.found
    assert problem.expected
    assert len(problem.remedy.split()) > 3


@pytest.mark.parametrize("name", MAKERS)
def test_only_what_loses_nothing_is_a_warning(name: str) -> None:
    expected = Level.WARNING if name in WARNINGS else Level.ERROR
    assert made(name).level is expected


@pytest.mark.parametrize(
    "name", [name for name in MAKERS if "column" in str(inspect.signature(MAKERS[name]))]
)
def test_a_problem_of_a_column_names_it(name: str) -> None:
    assert "法治政府建设" in made(name).found


def test_codes_are_distinct_short_names() -> None:
    codes = [made(name).code for name in MAKERS]
    assert len(set(codes)) == len(codes)
    assert all(code.replace("_", "").isalpha() and code.islower() for code in codes)


def test_a_file_that_is_too_large_is_taken_by_a_setting_of_its_own() -> None:
    problem = problems.attachment_not_fetched(URL, "附件.zip", FetchError("too_large", "x"))
    assert "GOVREPORTS_ATTACHMENT_MAXSIZE" in problem.remedy
    other = problems.attachment_not_fetched(URL, "附件.zip", FetchError("status_404", "x"))
    assert "last known hash" in other.remedy
    assert "附件.zip" in other.expected


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("dns", "home"),
        ("robots", "robots.txt"),
        ("status_404", "does not exist"),
        ("status_403", "GOVREPORTS_CONTACT"),
        ("status_599", "browser"),
    ],
)
def test_the_remedy_follows_the_kind_of_failure(kind: str, said: str) -> None:
    assert said in problems.page_not_fetched(URL, FetchError(kind, "x")).remedy
