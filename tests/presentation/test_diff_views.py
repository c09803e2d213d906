from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import pytest

from govreports.presentation.comparison import Comparison, compare, json_of
from govreports.presentation.diff_html import html_of
from govreports.presentation.diff_text import comparison_text
from govreports.records import Report

PARAGRAPHS = [f"第{number}项任务已经办结，台账齐全。" for number in range(1, 9)]
OLD = Report(
    "jinshui",
    "https://public.jinshui.gov.cn/1.jhtml",
    "<报告>",
    body="\n".join(PARAGRAPHS),
    metadata={"来源": "甲"},
    version=1,
    fetched_at=datetime(2026, 3, 1, 16, tzinfo=UTC),
)


def compared(**fields: Any) -> Comparison:
    new = replace(OLD, version=3, fetched_at=datetime(2026, 4, 1, tzinfo=UTC), **fields)
    return compare("jinshui-aaaaaaaaaa", OLD, new)


def edited(*paragraphs: str) -> Comparison:
    return compared(body="\n".join(paragraphs))


class Reader(HTMLParser):
    """Collects a page's text with its deletions and insertions, and checks that tags pair up."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.shown: dict[str, list[str]] = {"del": [], "ins": [], "": []}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.open.append(tag)
        if tag in {"del", "ins"}:
            self.shown[tag].append("")
        assert not [name for name, _ in attrs if name.startswith("on") or name == "src"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        kind = next((tag for tag in ("del", "ins") if tag in self.open), "")
        if kind:
            self.shown[kind][-1] += data
        elif "article" in self.open and "summary" not in self.open:
            self.shown[""].append(data)


def read(comparison: Comparison) -> Reader:
    reader = Reader()
    reader.feed(html_of(comparison))
    reader.close()
    assert reader.open == []
    return reader


def test_text_marks_what_went_and_what_came_with_words_around() -> None:
    said = comparison_text(edited(*PARAGRAPHS[:3], "改了。", *PARAGRAPHS[4:])).plain
    assert said.splitlines()[:2] == [
        "jinshui-aaaaaaaaaa  <报告>",
        "版本 version 1 (2026-03-02 00:00:00) → 版本 version 3 (2026-04-01 08:00:00)",
    ]
    assert "[-第4项任务已经办结，台账齐全。-]\n{+改了。+}" in said
    assert said.count("[-") == said.count("{+") == 1
    assert "第3项任务已经办结，台账齐全。" in said


def test_text_shows_a_field_before_and_after() -> None:
    assert "有效性 validity: — → 废止\n" in comparison_text(compared(validity="废止")).plain


def test_text_of_equal_versions_says_so() -> None:
    assert "no difference" in comparison_text(compared()).plain


def test_text_shows_a_break_between_paragraphs_that_went() -> None:
    body = "".join(PARAGRAPHS[:2]) + "\n" + "\n".join(PARAGRAPHS[2:])
    assert "[-↵-]" in comparison_text(compared(body=body)).plain


def test_text_leaves_out_what_is_far_from_a_change() -> None:
    said = comparison_text(edited("开头。", *PARAGRAPHS, "结尾。")).plain
    middle = next(line for line in said.splitlines() if " … " in line)
    assert middle.startswith("第1项任务")
    assert middle.endswith("台账齐全。")
    assert "第4项" not in middle


def test_the_terminal_has_colours() -> None:
    text = comparison_text(edited(*PARAGRAPHS[1:]))
    styles = {str(span.style) for span in text.spans}
    assert "red strike" in styles


@pytest.mark.parametrize(
    "paragraphs",
    [
        PARAGRAPHS,
        [*PARAGRAPHS[:3], "改了。", *PARAGRAPHS[4:]],
        PARAGRAPHS[1:],
        ["<script>alert(1)</script>", *PARAGRAPHS],
        [*PARAGRAPHS[:2], PARAGRAPHS[2] + PARAGRAPHS[3], *PARAGRAPHS[4:]],
        ["全新的一段。"],
    ],
)
def test_html_shows_both_versions_to_the_character(paragraphs: list[str]) -> None:
    comparison = edited(*paragraphs)
    reader = read(comparison)
    kinds = {"del": "deleted", "ins": "inserted"}
    for tag, kind in kinds.items():
        expected = [one.text for one in comparison.found.body if one.kind == kind]
        shown = "".join(reader.shown[tag]).replace("↵", "")
        assert shown == "".join(expected).replace("\n", "")


def test_html_marks_inside_of_a_sentence_what_differs() -> None:
    page = html_of(edited(*PARAGRAPHS[:3], PARAGRAPHS[3].replace("办结", "延期"), *PARAGRAPHS[4:]))
    assert "<del>第4项任务已经<b>办结</b>，台账齐全。</del>" in page
    assert "<ins>第4项任务已经<b>延期</b>，台账齐全。</ins>" in page


def test_html_folds_paragraphs_that_did_not_change() -> None:
    page = html_of(edited(*PARAGRAPHS, "结尾。"))
    assert "未变的 7 段 · 7 unchanged paragraphs" in page
    assert "<details>" not in html_of(edited(*PARAGRAPHS[:2], "改了。"))


def test_html_shows_fields_in_a_table_and_nothing_of_a_value_as_markup() -> None:
    page = html_of(compared(validity="废止", metadata={"来源": "<b>乙</b>"}))
    assert "<th>有效性<small>validity</small></th><td>—</td><td><ins>废止</ins></td>" in page
    assert "<del>甲</del></td><td><ins>&lt;b&gt;乙&lt;/b&gt;</ins>" in page
    assert "没有变化 · unchanged" in page
    assert "&lt;报告&gt;" in page


def test_html_needs_nothing_from_elsewhere_and_knows_the_dark() -> None:
    page = html_of(compared(validity="废止"))
    assert 'lang="zh-Hans"' in page
    assert "prefers-color-scheme: dark" in page
    assert re.findall(r"(?:src|href)=\"([^\"]*)\"", page) == [OLD.url]
    assert "<script" not in page
    assert "url(" not in page


def test_html_links_to_no_other_kind_of_address() -> None:
    page = html_of(compared(url="javascript:alert(1)"))
    assert 'href=""' in page
    assert "javascript" not in page


def test_json_holds_fields_and_passages() -> None:
    found = json_of(edited(*PARAGRAPHS[:7], "改了。"))
    assert json.loads(json.dumps(found)) == found
    assert (found["old"]["version"], found["new"]["version"]) == (1, 3)
    assert found["old"]["fetched_at"] == "2026-03-01T16:00:00+00:00"
    kinds = [part["kind"] for part in found["body"]]
    assert kinds == ["kept", "deleted", "inserted"]
    assert json_of(compared(metadata={"来源": "乙"}))["fields"] == [
        {"name": "metadata", "old": {"来源": "甲"}, "new": {"来源": "乙"}}
    ]
