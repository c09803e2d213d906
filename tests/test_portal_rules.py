"""What a portal's rules mean, which can be meant, and which runs break them."""

from __future__ import annotations

from typing import Any

import pytest

from govreports import problems
from govreports.portal_rules import Finding, Rule, RuleError, broken, read_rules
from govreports.records import Level

ROWS = Rule("rows", 40, 400)


@pytest.mark.parametrize(
    ("stated", "rule"),
    [
        ({"rows": (40, 400)}, ROWS),
        ({"rows": [40, 400]}, ROWS),
        ({"rows": 40}, Rule("rows", 40, None)),
        ({"reports": (40, None)}, Rule("reports", 40, None)),
        ({"gone": (None, 0)}, Rule("gone", None, 0)),
        ({"error_rate": (None, 0.05)}, Rule("error_rate", None, 0.05)),
        ({"coverage.publisher": 0.9}, Rule("coverage.publisher", 0.9, None)),
        ({"coverage.body": (1, 1)}, Rule("coverage.body", 1, 1)),
    ],
)
def test_a_rule_is_at_least_at_most_or_both(stated: dict[str, Any], rule: Rule) -> None:
    assert read_rules(stated) == (rule,)


def test_a_portal_may_state_none_or_several() -> None:
    assert read_rules({}) == ()
    rules = read_rules({"rows": 1, "coverage.issued_on": 0.5})
    assert [rule.field for rule in rules] == [None, "issued_on"]
    assert [rule.is_share for rule in rules] == [False, True]


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        (["rows"], "are no rules"),
        ("rows > 40", "are no rules"),
        ({"row": 40}, "'row': no such rule; write one of rows, reports"),
        ({7: 40}, "no such rule"),
        ({"coverage.portal": 0.5}, "no such rule"),
        ({"coverage.report_kind": 0.5}, "no such rule"),
        ({"coverage.文号": 0.5}, "coverage.document_number"),
        ({"rows": "40"}, "'40' is no number"),
        ({"rows": True}, "True is no number"),
        ({"rows": (1, 2, 3)}, "is no number and no (least, most)"),
        ({"rows": (1, "2")}, "'2' is no number"),
        ({"rows": (None, None)}, "asks for nothing"),
        ({"rows": None}, "asks for nothing"),
        ({"rows": (400, 40)}, "at least more than at most"),
        ({"rows": -1}, "less than nothing"),
        ({"rows": float("nan")}, "less than nothing"),
        ({"coverage.publisher": 90}, "a share lies between 0 and 1"),
        ({"error_rate": (None, 5)}, "a share lies between 0 and 1"),
    ],
)
def test_a_rule_that_cannot_be_meant_says_which_and_what_to_write(
    stated: object, words: str
) -> None:
    with pytest.raises(RuleError) as caught:
        read_rules(stated)
    assert words in str(caught.value)
    assert "; write " in str(caught.value)


@pytest.mark.parametrize(("number", "below"), [(39, True), (401, False)])
def test_less_than_least_fails_and_more_than_most_warns(number: float, *, below: bool) -> None:
    (finding,) = broken((ROWS,), {"rows": number})
    assert finding == Finding(ROWS, number, below)
    problem = problems.rule_broken("http://a.gov.cn/", finding)
    assert problem.level is (Level.ERROR if below else Level.WARNING)
    assert problem.found == f"rows: {number}"
    assert ("at least 40" if below else "at most 400") in problem.expected


@pytest.mark.parametrize("number", [40, 200, 400])
def test_the_limits_themselves_are_kept(number: float) -> None:
    assert list(broken((ROWS,), {"rows": number})) == []


def test_what_a_run_does_not_show_breaks_no_rule() -> None:
    assert list(broken((ROWS,), {})) == []


def test_shares_are_shown_as_percent() -> None:
    (finding,) = broken(read_rules({"coverage.publisher": 0.9}), {"coverage.publisher": 0.125})
    problem = problems.rule_broken("http://a.gov.cn/", finding)
    assert problem.found == "coverage.publisher: 12.5%"
    assert "at least 90.0%" in problem.expected
