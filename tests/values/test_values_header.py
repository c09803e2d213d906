from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from govreports.records import Level
from govreports.values.dates import StatedDate
from govreports.values.fields import is_known_exception, misplaced_kind, parse_field
from govreports.values.header import read_hidden, read_visible
from govreports.vocab import HEADER_FIELDS, LABELS

URL = "http://www.example.gov.cn/a.html"


def test_values_come_in_the_order_of_their_labels_rank() -> None:
    header = read_visible(URL, [("发文日期", "2021-03-05"), ("成文日期", "2021-03-01")])

    assert header.all("issued_on") == [StatedDate(date(2021, 3, 1)), StatedDate(date(2021, 3, 5))]


def test_of_one_label_the_first_value_comes_first() -> None:
    header = read_visible(URL, [("来源", "甲局"), ("来源", "乙局")])

    assert header.best("source") == "甲局"
    assert header.metadata == {"来源": "甲局", "来源#2": "乙局"}


def test_a_label_that_stands_twice_with_one_value_is_kept_once() -> None:
    header = read_visible(URL, [("来源", ""), ("来源", "甲局"), ("来源：", " 甲局 "), ("来源", "")])

    assert header.metadata == {"来源": "甲局"}
    assert header.all("source") == ["甲局", "甲局"]


def test_furniture_is_dropped_and_empty_values_are_kept_raw_only() -> None:
    header = read_visible(
        URL, [("点击数", "12"), ("字体", "大 中 小"), ("文号", "〔〕号"), ("：", "x")]
    )

    assert header.metadata == {"文号": "〔〕号"}
    assert header.values == {}
    assert header.problems == []


def test_a_known_label_without_a_field_is_kept_without_a_warning() -> None:
    header = read_visible(URL, [("公开范围", "面向社会"), ("责任编辑", "某人")])

    assert header.metadata == {"公开范围": "面向社会", "责任编辑": "某人"}
    assert header.problems == []


def test_an_unknown_label_is_kept_and_named() -> None:
    header = read_visible(URL, [("星象", "大吉")])

    assert header.metadata == {"星象": "大吉"}
    (problem,) = header.problems
    assert (problem.code, problem.level, problem.url) == ("unknown_label", Level.WARNING, URL)
    assert "星象" in problem.found
    assert "labels.toml" in problem.remedy


@pytest.mark.parametrize(
    ("label", "text", "code"),
    [
        ("成文日期", "2021-02-30", "impossible_date"),
        ("成文日期", "2021年3月", "odd_value"),
        ("文号", "新密法政20231号", "odd_value"),
        ("有效性", "待定", "odd_value"),
        ("公开方式", "口头", "odd_value"),
        ("索引号", "请见附件", "odd_value"),
    ],
)
def test_a_value_of_no_kind_is_kept_raw_and_named(label: str, text: str, code: str) -> None:
    header = read_visible(URL, [(label, text)])

    assert header.values == {}
    assert header.metadata == {label: text}
    (problem,) = header.problems
    assert problem.code == code
    assert problem.found == f"{label}: {text!r}"
    assert problem.expected
    assert problem.remedy


@pytest.mark.parametrize(
    ("label", "text", "field", "value"),
    [
        ("废止日期", "有效", "validity", "有效"),
        ("信息分类", "主动公开", "disclosure", "主动公开"),
        ("公开方式", "已废止", "validity", "废止"),
        ("文件类型", "甲政文[2021]7号", "document_number", "甲政文〔2021〕7号"),
        ("文号", "005279426/2021-00015", "index_number", "005279426/2021-00015"),
    ],
)
def test_a_misplaced_value_goes_where_it_certainly_belongs(
    label: str, text: str, field: str, value: str
) -> None:
    header = read_visible(URL, [(label, text)])

    assert {name: header.best(name) for name in header.values} == {field: value}
    assert header.problems == []


def test_a_value_under_its_own_label_beats_a_misplaced_one() -> None:
    header = read_visible(URL, [("信息分类", "主动公开"), ("公开方式", "依申请公开")])

    assert header.all("disclosure") == ["依申请公开", "主动公开"]


@pytest.mark.parametrize(
    ("field", "text"), [("expires_on", "长期有效"), ("disclosure", "政府网站")]
)
def test_known_exceptions_have_no_value_and_no_warning(field: str, text: str) -> None:
    label = {"expires_on": "失效日期", "disclosure": "公开形式"}[field]
    header = read_visible(URL, [(label, text)])

    assert is_known_exception(field, text)
    assert header.problems == []
    assert header.metadata == {label: text}


def test_exceptions_of_one_field_are_none_of_another() -> None:
    assert not is_known_exception("issued_on", "长期有效")


def test_a_page_that_says_the_same_as_another_has_warnings_of_its_own() -> None:
    pairs = [("成文日期", "2021-02-30"), ("信息分类", "主动公开"), ("无此标签", "甲")]
    one, other = read_visible(URL, pairs), read_visible(f"{URL}?2", pairs)

    assert (one.values, one.metadata) == (other.values, other.metadata)
    assert [replace(problem, url=URL) for problem in other.problems] == one.problems
    assert [problem.url for problem in other.problems] == [f"{URL}?2"] * 2


@pytest.mark.parametrize("name", sorted(HEADER_FIELDS))
def test_one_text_is_read_anew_under_each_label(name: str) -> None:
    text, label = "2021-03-01", next(label for label, field in LABELS.items() if field == name)
    header = read_visible(URL, [(label, text)])

    assert header.best(name) == parse_field(name, text)
    assert bool(header.problems) == (parse_field(name, text) is None)


def test_slots_are_kept_by_number_and_read_after_labels() -> None:
    slots = ("005279426/2021-00015", "甲区人民政府", "报告会", "2021-03-01", "2021-03-02", "有效")
    header = read_visible(URL, [("有效性", "废止")], slots)

    assert header.all("validity") == ["废止", "有效"]
    assert header.best("published_on") == StatedDate(date(2021, 3, 2))
    assert header.metadata["#1"] == "005279426/2021-00015"
    assert header.metadata["#6"] == "有效"


def test_the_first_meta_of_a_name_wins_whatever_its_case() -> None:
    header = read_hidden(
        URL, [("PubDate", "2021-03-01 10:00"), ("pubdate", "2019-01-01"), ("ColumnName", "甲栏")]
    )

    assert [stated.on for stated in header.all("published_on")] == [date(2021, 3, 1)]
    assert header.best("column") == "甲栏"
    assert header.metadata == {}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Maketime", "2021-03-01"),
        ("HtmlGenerateTime", "2021-03-01"),
        ("others", "页面生成时间 2021-03-01 10:00"),
        ("Keywords", "甲,乙"),
        ("PubDate", "昨天"),
        ("ContentSource", "甲局"),
        ("ColumnName", "无"),
    ],
)
def test_metas_that_state_nothing_about_the_report_are_left_out(name: str, text: str) -> None:
    header = read_hidden(URL, [(name, text)])

    assert (header.values, header.metadata, header.problems) == ({}, {}, [])


def test_a_text_field_refuses_what_is_certainly_of_another_kind() -> None:
    assert parse_field("topic", "综合政务") == "综合政务"
    assert parse_field("topic", "主动公开") is None
    assert misplaced_kind("topic", "主动公开") == "disclosure"
    assert misplaced_kind("disclosure", "主动公开") is None
    assert misplaced_kind("topic", "2021-03-01") is None


def test_words_that_answer_other_labels_too_are_not_moved() -> None:
    assert parse_field("keywords", "修订") == ("修订",)
    assert parse_field("validity", "修订") == "已修改"


def test_a_field_that_no_header_fills_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        parse_field("body", "x")
