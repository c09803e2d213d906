from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreports.fingerprint import (
    compact,
    content_hash,
    differing_fields,
    normal_form,
    only_filled,
    text_print,
    with_hash,
    with_prints,
)
from govreports.records import Attachment, Report

REPORT = Report(
    portal="example",
    url="http://www.example.gov.cn/1.html",
    title="甲区2020年度报告",
    document_number="甲政文〔2021〕7号",
    publisher="甲区人民政府",
    issued_on=date(2021, 3, 1),
    published_on=date(2021, 3, 2),
    validity="有效",
    body="一、情况：良好。\n（一）甲，乙。",
    attachments=(Attachment("附表", "http://www.example.gov.cn/f", sha256="ab" * 32),),
)

CONTENT = {
    "title": "甲区2021年度报告",
    "document_number": "甲政文〔2021〕8号",
    "publisher": "乙区人民政府",
    "validity": "废止",
    "issued_on": date(2021, 3, 5),
    "published_on": date(2021, 3, 5),
    "effective_on": date(2021, 3, 5),
    "expires_on": date(2021, 3, 5),
    "body": "一、情况：很好。\n（一）甲，乙。",
    "attachments": (Attachment("附表", "http://www.example.gov.cn/f", sha256="cd" * 32),),
}
NOT_CONTENT = {
    "portal": "other",
    "url": "http://www.example.gov.cn/2.html",
    "index_number": "005279426/2021-00015",
    "published_at": datetime(2021, 3, 2, 8, tzinfo=UTC),
    "document_type": "报告",
    "topic": "综合政务",
    "keywords": ("甲",),
    "disclosure": "主动公开",
    "source": "乙",
    "column": "丙",
    "region_code": "410105",
    "report_year": 2020,
    "report_kind": "disclosure_annual",
    "signed_by": "甲",
    "signed_on": date(2021, 3, 1),
    "body_state": "text",
    "metadata": {"来源": "甲"},
    "content_hash": "n1:0",
    "version": 3,
    "fetched_at": datetime(2021, 3, 2, 8, tzinfo=UTC),
}


def text_hash(report: Report) -> str:
    return text_print(report)[0]


def text_length(report: Report) -> int:
    return text_print(report)[1]


def test_the_normal_form_is_one_named_value_a_line() -> None:
    assert normal_form(REPORT) == (
        "title=甲区2020年度报告\n"
        "document_number=甲政文〔2021〕7号\n"
        "publisher=甲区人民政府\n"
        "validity=有效\n"
        "issued_on=2021-03-01\n"
        "published_on=2021-03-02\n"
        "effective_on=\n"
        "expires_on=\n"
        "body=一、情况:良好。(一)甲,乙。\n"
        f"attachment={'ab' * 32}"
    )


def test_the_hash_is_the_prefixed_sha256_of_the_normal_form() -> None:
    digest = hashlib.sha256(normal_form(REPORT).encode()).hexdigest()

    assert content_hash(REPORT) == f"n1:{digest}"
    assert with_hash(REPORT) == replace(REPORT, content_hash=f"n1:{digest}")


def test_the_hash_of_a_known_report_never_changes() -> None:
    assert content_hash(Report(portal="p", url="u", title="甲")) == (
        "n1:"
        + hashlib.sha256(
            b"title=\xe7\x94\xb2\ndocument_number=\npublisher=\nvalidity=\n"
            b"issued_on=\npublished_on=\neffective_on=\nexpires_on=\nbody="
        ).hexdigest()
    )


@pytest.mark.parametrize("name", CONTENT)
def test_each_content_field_changes_the_hash_and_is_named(name: str) -> None:
    changed = replace(REPORT, **{name: CONTENT[name]})  # type: ignore[arg-type]  # each field has its own type

    assert content_hash(changed) != content_hash(REPORT)
    assert differing_fields(REPORT, changed) == (name,)


@pytest.mark.parametrize("name", NOT_CONTENT)
def test_every_other_field_leaves_the_hash_alone(name: str) -> None:
    changed = replace(REPORT, **{name: NOT_CONTENT[name]})  # type: ignore[arg-type]  # each field has its own type

    assert content_hash(changed) == content_hash(REPORT)
    assert differing_fields(REPORT, changed) == ()


@pytest.mark.parametrize(
    "body",
    [
        "一、情况:良好。（一）甲，乙。",
        " 一、 情况：良好。\n\n(一)甲,乙。",
        "一、情况：良好。\u3000\u3000（一）甲，\t乙。",
        "⼀、情况：良好。\n（⼀）甲，乙。",
    ],
)
def test_reflowed_text_and_other_widths_are_the_same_text(body: str) -> None:
    changed = replace(REPORT, body=body)

    assert content_hash(changed) == content_hash(REPORT)
    assert text_hash(changed) == text_hash(REPORT)


def test_a_value_that_moves_to_the_next_field_is_a_difference() -> None:
    one = Report(portal="p", url="u", title="甲", document_number="乙")
    other = Report(portal="p", url="u", title="甲", publisher="乙")

    assert content_hash(one) != content_hash(other)


def test_no_value_can_imitate_another_field() -> None:
    forged = Report(portal="p", url="u", title="甲\ndocument_number=乙")

    assert normal_form(forged).split("\n")[0] == "title=甲document_number=乙"


def test_attachments_count_by_content_in_any_order() -> None:
    one = Attachment("甲", "http://a/1", sha256="11" * 32)
    two = Attachment("乙", "http://a/2", sha256="22" * 32)

    forth, back = replace(REPORT, attachments=(one, two)), replace(REPORT, attachments=(two, one))

    assert content_hash(forth) == content_hash(back)
    assert content_hash(forth) != content_hash(replace(REPORT, attachments=(one,)))


def test_an_attachment_that_is_not_fetched_counts_as_one() -> None:
    bare = replace(REPORT, attachments=())
    linked = replace(REPORT, attachments=(Attachment("甲", "http://a/1"),))

    assert content_hash(bare) != content_hash(linked)
    assert differing_fields(bare, linked) == ("attachments",)


def test_the_text_hash_sees_title_and_body_only() -> None:
    moved = replace(REPORT, url="http://b/2", publisher=None, published_on=None, attachments=())

    assert text_hash(moved) == text_hash(REPORT)
    assert text_hash(replace(REPORT, title="乙")) != text_hash(REPORT)
    assert text_hash(replace(REPORT, body="乙")) != text_hash(REPORT)


@pytest.mark.parametrize(
    "report",
    [REPORT, replace(REPORT, body=None), replace(REPORT, title="\ud800", body="", attachments=())],
)
def test_both_prints_at_once_are_those_taken_one_by_one(report: Report) -> None:
    assert with_prints(report) == (with_hash(report), text_print(report))


def test_the_text_length_is_the_body_s_in_normal_form() -> None:
    assert text_length(REPORT) == len("一、情况:良好。(一)甲,乙。")
    assert text_length(replace(REPORT, body=None)) == 0


def test_filling_empty_header_fields_is_no_change_of_the_page() -> None:
    old = replace(REPORT, publisher=None, issued_on=None)

    assert only_filled(old, REPORT)
    assert not only_filled(REPORT, old)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"topic": "综合政务"},
        {"validity": "废止"},
        {"body": "二"},
        {"attachments": ()},
        {"effective_on": date(2021, 4, 1), "title": "乙"},
        {"effective_on": date(2021, 4, 1), "body": "二"},
        {"effective_on": date(2021, 4, 1), "attachments": ()},
    ],
)
def test_anything_else_is_more_than_filling(change: dict[str, object]) -> None:
    assert not only_filled(REPORT, replace(REPORT, **change))  # type: ignore[arg-type]  # each field has its own type


def test_a_body_where_none_was_is_a_change_and_no_filling() -> None:
    assert not only_filled(replace(REPORT, body=None), REPORT)


def test_fetching_an_attachment_for_the_first_time_fills_it() -> None:
    known = Attachment("甲", "http://a/1", sha256="11" * 32)
    linked = Attachment("乙", "http://a/2")
    fetched = replace(linked, sha256="22" * 32)
    old = replace(REPORT, attachments=(known, linked))

    assert only_filled(old, replace(REPORT, attachments=(known, fetched)))
    assert not only_filled(old, replace(REPORT, attachments=(fetched, fetched)))
    assert not only_filled(old, replace(REPORT, attachments=(known, fetched, fetched)))


@given(st.text())
def test_compact_is_nfkc_without_white_space(text: str) -> None:
    assert compact(text) == "".join(unicodedata.normalize("NFKC", text).split())


@given(st.text(alphabet="＜＞＝，：…％1 ̸゙̈か　①²"))
def test_compact_equals_nfkc_where_marks_combine_with_folded_forms(text: str) -> None:
    assert compact(text) == "".join(unicodedata.normalize("NFKC", text).split())


def test_a_lone_surrogate_does_not_stop_the_hash() -> None:
    assert content_hash(replace(REPORT, body="甲\ud800")).startswith("n1:")
