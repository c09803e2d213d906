from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pytest

from govreports.records import BodyState, ReportKind
from govreports.replica.articles import Table
from govreports.replica.codes import credit_code, organisation_code
from govreports.replica.corpus import CLAUSES, SLOT, compose, han_date, han_number
from govreports.replica.places import PLACES
from govreports.replica.portals import PORTALS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from govreports.replica.portal import ReplicaPortal

NAMES = tuple(PORTALS)
WORDS = {"name", "we", "area", "year", "next", "body", "n", "p"}


def clauses(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from clauses(value)
    elif isinstance(node, list):
        for value in node:
            yield from clauses(value)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_arguments_compose_the_same_articles(name: str) -> None:
    assert compose(PLACES[name], 12, 3) == compose(PLACES[name], 12, 3)


def test_another_seed_composes_other_articles() -> None:
    place = PLACES["jinshui"]
    assert compose(place, 12, 1) != compose(place, 12, 2)


@pytest.mark.parametrize("name", NAMES)
def test_titles_and_keys_stand_once(name: str) -> None:
    articles = compose(PLACES[name], 200)
    assert len({article.title for article in articles}) == 200
    assert len({article.key for article in articles}) == 200


@pytest.mark.parametrize("name", NAMES)
def test_texts_are_between_four_hundred_and_six_thousand_characters(name: str) -> None:
    bodies = [article.body() for article in compose(PLACES[name], 200)]
    lengths = [len(body) for body in bodies if body is not None]
    assert min(lengths) >= 400
    assert max(lengths) <= 6000
    assert max(lengths) > 3000


@pytest.mark.parametrize("name", NAMES)
def test_articles_come_newest_first(name: str) -> None:
    times = [article.published_at for article in compose(PLACES[name], 60)]
    assert times == sorted(times, reverse=True)


@pytest.mark.parametrize("name", NAMES)
def test_every_kind_of_report_is_among_them_annual_ones_most(name: str) -> None:
    kinds = Counter(article.report_kind for article in compose(PLACES[name], 60))
    assert set(kinds) == set(ReportKind)
    assert kinds.most_common(1)[0][0] is ReportKind.LAW_GOVERNMENT_ANNUAL


@pytest.mark.parametrize("name", NAMES)
def test_check_characters_of_all_index_numbers_are_right(name: str) -> None:
    for article in compose(PLACES[name], 60):
        code, _, rest = (article.index_number or "").partition("/")
        assert re.fullmatch(r"\d{4}-\d{5}", rest)
        if len(code) == 18:
            assert credit_code(code[2:8], code[8:16]) == code
        else:
            assert organisation_code(code[:8]) == code


@pytest.mark.parametrize("name", NAMES)
def test_index_numbers_stand_once(name: str) -> None:
    numbers = [article.index_number for article in compose(PLACES[name], 100)]
    assert len(set(numbers)) == 100


@pytest.mark.parametrize("name", NAMES)
def test_the_year_reported_on_stands_in_the_title(name: str) -> None:
    for article in compose(PLACES[name], 60):
        assert str(article.report_year) in article.title


@pytest.mark.parametrize("name", NAMES)
def test_reports_appear_in_the_year_after_and_plans_in_their_own(name: str) -> None:
    for article in compose(PLACES[name], 60):
        assert article.report_year is not None
        after = article.document_type == "报告"
        assert article.published_at.year == article.report_year + after
        assert article.issued_on is not None
        assert article.issued_on <= article.published_at.date()


@pytest.mark.parametrize("name", NAMES)
def test_times_of_publication_have_seconds_and_the_offset_of_beijing(name: str) -> None:
    for article in compose(PLACES[name], 60):
        assert article.published_at.isoformat().endswith("+08:00")
        assert article.published_at.second > 0


@pytest.mark.parametrize("name", NAMES)
def test_a_signature_is_the_end_of_its_text(name: str) -> None:
    signed = [a for a in compose(PLACES[name], 60) if a.signed_on and not a.attachments()]
    assert signed
    for article in signed:
        day = article.signed_on
        assert day is not None
        last = (article.body() or "").splitlines()[-1]
        assert last in {f"{day.year}年{day.month}月{day.day}日", han_date(day)}
        if article.signed_by:
            assert (article.body() or "").splitlines()[-2] == article.signed_by


def test_signatures_come_with_and_without_a_name(five: Mapping[str, ReplicaPortal]) -> None:
    for portal in five.values():
        articles = [portal.entries[key].article for key in portal.keys]
        dated = [article for article in articles if article.signed_on]
        assert {article.signed_by is None for article in dated} == {True, False}


def test_a_plan_is_sent_round_by_a_notice_and_unsigned_at_its_end() -> None:
    plans = [
        article
        for article in compose(PLACES["xinmi"], 60)
        if article.report_kind is ReportKind.LAW_GOVERNMENT_PLAN
    ]
    assert plans
    for plan in plans:
        assert plan.title.endswith(("的通知", "的通知[已废止]"))
        assert plan.signed_on is None


def test_plans_and_disclosure_reports_hold_tables_with_merged_cells() -> None:
    kinds = (ReportKind.LAW_GOVERNMENT_PLAN, ReportKind.DISCLOSURE_ANNUAL)
    for article in compose(PLACES["leping"], 120):
        if article.report_kind in kinds and article.body_state() is BodyState.TEXT:
            tables = [block for block in article.blocks if isinstance(block, Table)]
            cells = [cell for table in tables for row in table.rows for cell in row]
            assert any(cell.columns > 1 for cell in cells)
            assert any(cell.rows > 1 for cell in cells)


def test_no_text_keeps_an_unfilled_slot() -> None:
    for name in NAMES:
        for article in compose(PLACES[name], 100):
            assert "{" not in article.title + (article.body() or "")


def test_clauses_use_only_slots_that_are_known() -> None:
    found = {match[1] for clause in clauses(CLAUSES) for match in SLOT.finditer(clause)}
    assert found == WORDS


def test_ranges_in_clauses_rise() -> None:
    for clause in clauses(CLAUSES):
        for match in SLOT.finditer(clause):
            if match[1] in {"n", "p"}:
                assert int(match[2]) < int(match[3]), clause


def test_no_clause_stands_twice() -> None:
    counts = Counter(clauses(CLAUSES))
    assert [clause for clause, count in counts.items() if count > 1] == []


def test_more_titles_than_there_are_is_refused_with_the_number() -> None:
    with pytest.raises(ValueError, match=r"no 9999 different titles for jinshui; at most \d+"):
        compose(PLACES["jinshui"], 9999)


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (31, "三十一"), (99, "九十九")],
)
def test_chinese_numerals_to_ninety_nine(number: int, words: str) -> None:
    assert han_number(number) == words


def test_a_date_in_chinese_numerals() -> None:
    assert han_date(date(2020, 10, 5)) == "二〇二〇年十月五日"
