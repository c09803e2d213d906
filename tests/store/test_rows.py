from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from enum import Enum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreports.records import Attachment, BodyState, Report, ReportKind, Row
from govreports.store import models
from govreports.store.rows import (
    attachment_of,
    attachment_rows,
    list_row,
    list_row_of,
    report_of,
    stated_row,
)
from govreports.store.types import CHINA

FILES = (
    Attachment("附件1.docx", "http://a.gov.cn/1.docx"),
    Attachment("附件2", "http://a.gov.cn/2", "application/pdf", 17, "f" * 64, "text"),
)
FULL = Report(
    portal="jinshui",
    url="http://public.jinshui.gov.cn/D0104X/1.html",
    title="2020年度报告",
    index_number="005279426/2021-00015",
    document_number="金政文〔2021〕7号",
    publisher="区政府",
    issued_on=date(2021, 3, 1),
    published_on=date(2021, 3, 2),
    published_at=datetime(2021, 3, 2, 9, 30, tzinfo=CHINA),
    document_type="报告",
    topic="综合政务",
    keywords=("法治", "报告"),
    disclosure="主动公开",
    validity="有效",
    effective_on=date(2021, 4, 1),
    expires_on=date(2026, 4, 1),
    source="区司法局",
    column="法治政府建设",
    region_code="410105",
    report_year=2020,
    report_kind=ReportKind.LAW_GOVERNMENT_ANNUAL,
    signed_by="区政府",
    signed_on=date(2021, 3, 1),
    body="第一段\n第二段",
    body_state=BodyState.TEXT,
    attachments=FILES,
    metadata={"索引号": "005279426/2021-00015", "#1": "主动公开"},
    content_hash="n1:0",
    version=3,
    fetched_at=datetime(2026, 3, 1, tzinfo=UTC),
)


def back(report: Report) -> Report:
    row = {**stated_row(report), "version": report.version, "fetched_at": report.fetched_at}
    files = attachment_rows("id", 1, report)
    return report_of(row, [attachment_of(file) for file in files])


def test_example_fills_every_field() -> None:
    assert all(getattr(FULL, field.name) for field in fields(Report))


def test_report_comes_back_from_its_rows() -> None:
    assert back(FULL) == FULL


def test_report_that_states_nothing_comes_back() -> None:
    bare = Report(portal="jinshui", url="http://a.gov.cn/1", title="题")
    assert back(bare) == bare


def test_every_field_has_its_column() -> None:
    columns = set(models.versions.columns.keys())
    named = {field.name for field in fields(Report)}
    assert named - columns == {"attachments"}


def test_every_field_of_an_attachment_has_its_column() -> None:
    columns = set(models.attachments.columns.keys())
    assert {field.name for field in fields(Attachment)} <= columns


@pytest.mark.parametrize("name", ["report_kind", "body_state"])
def test_kinds_are_written_as_plain_words(name: str) -> None:
    assert type(stated_row(FULL)[name]) is str
    assert not isinstance(stated_row(FULL)[name], Enum)


def test_attachments_keep_the_pages_order() -> None:
    rows = attachment_rows("jinshui-a", 2, FULL)
    assert [(row["report_id"], row["version"], row["position"]) for row in rows] == [
        ("jinshui-a", 2, 1),
        ("jinshui-a", 2, 2),
    ]
    assert [row["name"] for row in rows] == ["附件1.docx", "附件2"]


def test_report_without_attachments_has_no_rows() -> None:
    assert attachment_rows("jinshui-a", 1, replace(FULL, attachments=())) == []


def test_no_row_of_a_listing_is_none() -> None:
    assert list_row(None) is None
    assert list_row_of(None) is None


_words = st.text(max_size=8)


@given(
    st.builds(
        Row,
        url=_words,
        title=_words,
        date=st.none() | _words,
        header=st.lists(st.tuples(_words, _words), max_size=3).map(tuple),
        pinned=st.booleans(),
    )
)
def test_row_of_a_listing_comes_back_from_json(row: Row) -> None:
    assert list_row_of(json.loads(json.dumps(list_row(row)))) == row


def test_row_of_a_listing_is_kept_whole() -> None:
    row = Row("u", "t", "2021-03-01", (("索引号", "1"),), pinned=True)
    kept = list_row(row)
    assert kept is not None
    assert set(kept) == {field.name for field in fields(Row)}
