from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from govreports.difference import difference
from govreports.presentation.changes import NOTHING, Change, changes, in_short
from govreports.records import Attachment, Report

OLD = Report(
    "p", "u", "报告", body="第一句。第二句。\n第三句。", metadata={"索引号": "1", "来源": "甲"}
)
FIRST = Attachment("附表一.docx", "http://a/1.docx")
SECOND = Attachment("附表二.docx", "http://a/2.docx", sha256="ab" * 32)


def found(**fields: Any) -> tuple[Change, ...]:
    return changes(difference(OLD, replace(OLD, **fields)))


@pytest.mark.parametrize(
    ("fields", "change"),
    [
        ({"validity": "废止"}, Change("有效性", "validity", NOTHING, "废止")),
        ({"title": "新报告"}, Change("标题", "title", "报告", "新报告")),
        ({"issued_on": date(2024, 3, 1)}, Change("成文日期", "issued_on", NOTHING, "2024-03-01")),
        ({"keywords": ("规划", "计划")}, Change("主题词", "keywords", NOTHING, "规划；计划")),
        ({"report_year": 2023}, Change("报告年度", "report_year", NOTHING, "2023")),
    ],
)
def test_a_field_shows_both_values(fields: dict[str, Any], change: Change) -> None:
    assert found(**fields) == (change,)


def test_metadata_change_label_by_label() -> None:
    assert found(metadata={"索引号": "1", "来源": "乙", "文号": "2"}) == (
        Change("来源", "metadata", "甲", "乙"),
        Change("文号", "metadata", NOTHING, "2"),
    )
    assert found(metadata={"索引号": "1"}) == (Change("来源", "metadata", "甲", NOTHING),)


def test_attachments_that_stayed_are_not_shown() -> None:
    old = replace(OLD, attachments=(FIRST,))
    (change,) = changes(difference(old, replace(OLD, attachments=(FIRST, SECOND))))
    assert change.before == NOTHING
    assert change.after == f"附表二.docx <http://a/2.docx> sha256 {'ab' * 6}…"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, NOTHING),
        ({"validity": "废止"}, "有效性 validity"),
        ({"body": "第一句。改了。\n第三句。"}, "正文 body −1 +1 句"),
        ({"body": "第一句。第二句。\n第三句。四。五。"}, "正文 body +2 句"),
        ({"body": "第一句。", "title": "题"}, "标题 title; 正文 body −3 句"),
    ],
)
def test_a_change_in_short(fields: dict[str, Any], words: str) -> None:
    assert in_short(difference(OLD, replace(OLD, **fields))) == words
