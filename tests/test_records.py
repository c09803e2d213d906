from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, is_dataclass

import pytest

from govreports import records
from govreports.records import Ask, BodyState, Capture, Listing, Report, ReportKind, Row

# The record's fields in the order of the CSV columns.
COLUMNS = [
    "portal",
    "url",
    "title",
    "index_number",
    "document_number",
    "publisher",
    "issued_on",
    "published_on",
    "published_at",
    "document_type",
    "topic",
    "keywords",
    "disclosure",
    "validity",
    "effective_on",
    "expires_on",
    "source",
    "column",
    "region_code",
    "report_year",
    "report_kind",
    "signed_by",
    "signed_on",
    "body",
    "body_state",
    "attachments",
    "metadata",
    "content_hash",
    "version",
    "fetched_at",
]


def test_the_report_s_fields_are_the_columns_in_their_order() -> None:
    assert [field.name for field in fields(Report)] == COLUMNS


def test_every_record_is_frozen_and_has_slots() -> None:
    kinds = [
        kind for kind in vars(records).values() if isinstance(kind, type) and is_dataclass(kind)
    ]

    assert len(kinds) >= 12
    assert [kind.__name__ for kind in kinds if not hasattr(kind, "__slots__")] == []
    with pytest.raises(FrozenInstanceError):
        Report("p", "u", "t").title = "x"  # type: ignore[misc]  # what the test is about


def test_an_unread_report_states_nothing() -> None:
    report = Report("p", "u", "t")

    stated = {name for name in COLUMNS if getattr(report, name)}
    assert stated == {"portal", "url", "title", "report_kind", "body_state"}
    assert (report.report_kind, report.body_state) == (ReportKind.OTHER, BodyState.UNREAD)


def test_two_reports_do_not_share_their_metadata() -> None:
    assert Report("p", "u", "t").metadata is not Report("p", "u", "t").metadata


def test_kinds_and_states_are_plain_strings_in_files() -> None:
    assert f"{ReportKind.LAW_GOVERNMENT_PLAN}" == "law_government_plan"
    assert {str(state) for state in BodyState} == {
        "text",
        "images",
        "attachment",
        "elsewhere",
        "unread",
    }


def test_a_capture_finds_its_headers_by_lower_case_name_first_one_first() -> None:
    page = Capture("u", b"", headers=(("etag", "1"), ("etag", "2")))

    assert page.header("etag") == "1"
    assert page.header("ETag") is None


def test_a_capture_s_digest_is_the_sha256_of_its_bytes() -> None:
    assert Capture("u", b"").payload_sha256 == (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    )


def test_a_list_page_that_only_leads_on_is_a_shell() -> None:
    ask = Ask("http://a.gov.cn/api?page=1")
    assert Listing((), next=(ask,)).is_shell
    assert not Listing(()).is_shell
    assert not Listing((Row("http://a.gov.cn/1.htm"),), next=(ask,)).is_shell


def test_a_list_that_declares_rows_and_shows_none_is_no_shell() -> None:
    ask = Ask("http://a.gov.cn/list/2.htm")
    assert not Listing((), declared_rows=20, next=(ask,)).is_shell
    assert not Listing((), declared_pages=2, next=(ask,)).is_shell
