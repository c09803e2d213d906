"""Labels inside one line and the values behind them."""

from __future__ import annotations

import pytest

from govreports.reading.flow import CLOSE, LINK, OPEN
from govreports.reading.labels import clean_value, is_label, lead_of, pairs_of


def read(line: str) -> list[tuple[str, str]]:
    return [(pair.label, pair.value) for pair in pairs_of(line)]


@pytest.mark.parametrize(
    ("line", "pairs"),
    [
        ("索引号：005/2024-00001", [("索引号", "005/2024-00001")]),
        ("索引号:005", [("索引号", "005")]),
        ("索 引 号 ： 005", [("索引号", "005")]),
        ("文　　号：测政〔2024〕1号", [("文号", "测政〔2024〕1号")]),
        ("有 效 性:有效", [("有效性", "有效")]),
        ("发布日期∶2024-03-01", [("发布日期", "2024-03-01")]),
        ("文号：", [("文号", "")]),
    ],
)
def test_one_pair_a_line(line: str, pairs: list[tuple[str, str]]) -> None:
    assert read(line) == pairs


@pytest.mark.parametrize(
    ("line", "pairs"),
    [
        (
            "发布日期:2024-03-25 09:06信息来源:测试区司法局",
            [("发布日期", "2024-03-25 09:06"), ("信息来源", "测试区司法局")],
        ),
        (
            "来源：甲局 发布时间：2024-03-01 10：05 点击数：12",
            [("来源", "甲局"), ("发布时间", "2024-03-01 10：05"), ("点击数", "12")],
        ),
        ("索引号：1 | 发布日期：2024-01-02", [("索引号", "1"), ("发布日期", "2024-01-02")]),
        (
            "来源：甲局浏览量：发表时间：2024-01-02",
            [("来源", "甲局"), ("浏览量", ""), ("发表时间", "2024-01-02")],
        ),
        (
            (
                "【信息来源：甲局】【作者：】【信息时间：2024-05-12 10:11 "
                "阅读次数：1】【字号 大 中 小】"
            ),
            [
                ("信息来源", "甲局"),
                ("作者", ""),
                ("信息时间", "2024-05-12 10:11"),
                ("阅读次数", "1】【字号 大 中 小"),
            ],
        ),
    ],
)
def test_run_on_lines_are_cut_at_known_labels(line: str, pairs: list[tuple[str, str]]) -> None:
    assert read(line) == pairs


def test_a_time_s_colon_ends_no_label() -> None:
    assert read("发布时间：2024-03-15 11:17:07") == [("发布时间", "2024-03-15 11:17:07")]


def test_the_longest_label_at_a_colon_is_taken() -> None:
    assert read("信息发布日期：2024-01-02") == [("信息发布日期", "2024-01-02")]


def test_an_unknown_label_is_told_apart() -> None:
    (pair,) = pairs_of("办件热度：高")
    assert (pair.label, pair.value, pair.known) == ("办件热度", "高", False)


def test_an_unknown_label_that_ends_like_a_known_one_keeps_its_own_name() -> None:
    (pair,) = pairs_of("公文来源：办公室")
    assert (pair.label, pair.known) == ("公文来源", False)


def test_prose_with_a_colon_is_no_label() -> None:
    assert read("现将2023年度工作情况报告如下：") == []


def test_a_web_address_is_no_label() -> None:
    assert read("http://www.example.gov.cn/") == []


@pytest.mark.parametrize(
    ("line", "pairs"),
    [
        (
            "[发文字号] 测政〔2024〕1号 [成文日期] 2024-01-02",
            [("发文字号", "测政〔2024〕1号"), ("成文日期", "2024-01-02")],
        ),
        ("【索引号】005", [("索引号", "005")]),
        ("〔来源〕甲局", [("来源", "甲局")]),
    ],
)
def test_labels_in_brackets(line: str, pairs: list[tuple[str, str]]) -> None:
    assert read(line) == pairs


def test_a_document_number_s_brackets_hold_no_label() -> None:
    assert read("测政〔2024〕1号") == []


def test_labels_without_a_colon_in_elements_of_their_own() -> None:
    line = f"{OPEN}索引号{CLOSE} {OPEN}005{CLOSE}{OPEN}发布机构{CLOSE}甲局"
    assert read(line) == [("索引号", "005"), ("发布机构", "甲局")]


def test_a_label_whose_colon_stands_in_an_element_of_its_own() -> None:
    line = f"{OPEN}索 引 号{CLOSE}{OPEN}：{CLOSE}{OPEN}005{CLOSE}"
    assert read(line) == [("索引号", "005")]


def test_a_link_named_like_a_label_is_navigation() -> None:
    assert read(f"首页{LINK}政策解读{CLOSE}") == []


def test_a_tool_s_link_ends_the_value_before_it() -> None:
    line = f"来源：甲局 {LINK}打印{CLOSE} {LINK}关闭{CLOSE}"
    assert read(line)[0] == ("来源", "甲局")
    assert all(pair.is_furniture for pair in pairs_of(line)[1:])


@pytest.mark.parametrize(
    ("cells", "pairs"),
    [
        (["索引号", "005", "信息分类", "主动公开"], [("索引号", "005"), ("信息分类", "主动公开")]),
        (["索引号：", "005", "文　号：", ""], [("索引号", "005"), ("文号", "")]),
        (["发文字号：", "成文日期：2024-01-02"], [("发文字号", ""), ("成文日期", "2024-01-02")]),
        (["索引号：005", "发布机构：甲局"], [("索引号", "005"), ("发布机构", "甲局")]),
        (["文号", "", "发布日期", "2024-01-02"], [("文号", ""), ("发布日期", "2024-01-02")]),
        (["文号", "发布日期"], [("文号", ""), ("发布日期", "")]),
        (["序号", "事项", "数量"], []),
        (["1", "检查", "20"], []),
    ],
)
def test_table_rows(cells: list[str], pairs: list[tuple[str, str]]) -> None:
    assert read("\t".join(cells)) == pairs


def test_an_unknown_label_in_a_row_of_pairs_is_read_too() -> None:
    pairs = pairs_of("索引号\t005\t办件热度\t高")
    assert [(pair.label, pair.known) for pair in pairs] == [("索引号", True), ("办件热度", False)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (" 甲局 | ", "甲局"),
        ("甲局】", "甲局"),
        ("甲局【", "甲局"),
        ("关于某事的通知【已废止】", "关于某事的通知【已废止】"),
        ("测政〔2024〕1号", "测政〔2024〕1号"),
        (f"{OPEN}甲局{CLOSE} \ue613", "甲局"),
        ("：甲局", "甲局"),
        ("甲局 | 查看更多属性", "甲局"),
        ("\u00a0甲局\u3000", "甲局"),
        ("", ""),
    ],
)
def test_values_are_cleaned_of_separators_and_lone_brackets(text: str, value: str) -> None:
    assert clean_value(text) == value


@pytest.mark.parametrize(
    ("line", "lead"),
    [
        ("2024-03-15 11:17:07 发文单位:甲局 点击数:", "2024-03-15 11:17:07"),
        ("索引号：005", ""),
        ("普通的一行", "普通的一行"),
    ],
)
def test_what_stands_before_the_first_label(line: str, lead: str) -> None:
    assert lead_of(line) == lead


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("索引号", True),
        ("索 引 号：", True),
        ("【文号】", True),
        ("点击数：", True),
        ("正文", False),
        ("", False),
    ],
)
def test_a_text_that_is_a_label_and_nothing_else(text: str, known: bool) -> None:  # noqa: FBT001
    assert is_label(text) is known
