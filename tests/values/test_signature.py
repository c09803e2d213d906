from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreports.values.signature import signature

DAY = date(2021, 3, 1)


@pytest.mark.parametrize(
    ("end", "issuer"),
    [
        ("甲区人民政府\n2021年3月1日", "甲区人民政府"),
        ("甲区人民政府（盖章）\n二〇二一年三月一日", "甲区人民政府"),
        ("甲部\n乙委员会\n2021年3月1日", "甲部、乙委员会"),
        ("甲市财政局 乙市税务局\n2021年3月1日", "甲市财政局、乙市税务局"),
        ("甲市住房公积金管理中心2021年3月1日", "甲市住房公积金管理中心"),
        ("甲局 2021-03-01", "甲局"),
        ("2021年3月1日", None),
        ("特此报告。\n2021年3月1日", None),
    ],
)
def test_issuer_and_day_at_the_end_are_the_signature(end: str, issuer: str | None) -> None:
    assert signature(f"一、情况。\n{end}") == (issuer, DAY)


@pytest.mark.parametrize(
    "after",
    [
        "（此件公开发布）",
        "附件：1.任务分解表",
        "附件：\n1.任务分解表\n2.名单.docx",
        "抄送：区委办公室。",
        "甲区人民政府办公室 2021年3月5日印发",
        "（联系人：某人，电话：123）",
        "任务分解表.pdf",
        "（此件公开发布）\n抄送：区委。\n甲区人民政府办公室2021年3月5日印发",
        "",
    ],
)
def test_lines_about_copies_and_attachments_may_follow(after: str) -> None:
    assert signature(f"正文。\n甲区人民政府\n2021年3月1日\n{after}") == ("甲区人民政府", DAY)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "正文。",
        "正文。\n甲区人民政府",
        "正文。\n甲区人民政府\n2021年3月",
        "正文。\n新密市人民政府\n2023814",
        "正文。\n2021年2月30日",
        "本办法自2021年3月1日起施行。",
        "自2021年3月1日起施行",
        "会议时间是2021年3月1日",
        "甲区人民政府办公室 2021年3月5日印发",
        "2021年3月1日\n一、总体情况良好，全年没有发生重大事项。\n二、" + "工作继续推进。" * 20,
    ],
)
def test_no_signature_is_read_where_none_stands(body: str) -> None:
    assert signature(body) == (None, None)


def test_a_name_further_up_is_not_the_issuer() -> None:
    assert signature("乙局\n正文一段。\n甲局\n2021年3月1日") == ("甲局", DAY)


@given(st.text(alphabet="甲局政府2021年3月日\n附件：1.（）印发 "))
def test_no_text_makes_it_raise_and_no_issuer_stands_without_a_day(body: str) -> None:
    issuer, day = signature(body)

    assert issuer is None or day is not None
