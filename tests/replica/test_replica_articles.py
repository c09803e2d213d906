from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from govreports.records import BodyState
from govreports.replica.articles import (
    LIST_TITLE,
    Article,
    Attachment,
    AttachmentLine,
    Cell,
    Lines,
    Numbered,
    Paragraph,
    Picture,
    Table,
    visible,
)
from govreports.replica.corpus import BEIJING

AT = datetime(2022, 3, 5, 9, 6, 17, tzinfo=BEIJING)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("\u3000\u3000一、概况", "一、概况"),
        ("\u00a0\u00a0情况\u00a0报告", "情况报告"),
        ("工\u200b作\ufeff情\u00ad况", "工作情况"),
        ("共 12 件", "共12件"),
        ("采用 Web Service 接口", "采用Web Service接口"),
        ("Web  2.0", "Web  2.0"),
        ("（ 一 ）", "（一）"),
        ("  ", ""),
    ],
)
def test_layout_characters_are_no_text(text: str, seen: str) -> None:
    assert visible(text) == seen


def test_a_paragraph_is_one_line() -> None:
    assert Paragraph("\u3000\u3000特此报告。").lines() == ("特此报告。",)


def test_lines_of_one_block_are_paragraphs_of_their_own() -> None:
    assert Lines(("测试局", "2022年3月1日")).lines() == ("测试局", "2022年3月1日")


def test_numerals_of_an_ordered_list_are_text() -> None:
    assert Numbered(("甲事", "乙事")).lines() == ("1.甲事", "2.乙事")


def test_cells_of_a_row_are_separated_by_tabs() -> None:
    table = Table(((Cell("甲"), Cell("乙")), (Cell("丙"), Cell("丁"))))
    assert table.lines() == ("甲\t乙", "丙\t丁")


def test_a_cell_merged_over_columns_repeats_its_text() -> None:
    table = Table(((Cell("合计", columns=2), Cell("3")), (Cell("1"), Cell("2"), Cell("3"))))
    assert table.lines() == ("合计\t合计\t3", "1\t2\t3")


def test_a_cell_merged_over_rows_repeats_its_text_in_each() -> None:
    table = Table(((Cell("任务", rows=2), Cell("一")), (Cell("二"),)))
    assert table.lines() == ("任务\t一", "任务\t二")


def test_cells_behind_one_merged_over_rows_move_to_the_next_free_place() -> None:
    table = Table(
        (
            (Cell("甲"), Cell("乙", rows=2), Cell("丙")),
            (Cell("丁"), Cell("戊")),
        )
    )
    assert table.lines() == ("甲\t乙\t丙", "丁\t乙\t戊")


def test_a_cell_merged_both_ways_covers_a_rectangle() -> None:
    table = Table(((Cell("大", columns=2, rows=2), Cell("1")), (Cell("2"),)))
    assert table.lines() == ("大\t大\t1", "大\t大\t2")


def test_a_picture_holds_no_text() -> None:
    assert Picture("scan").lines() == ()


def test_the_attachment_line_is_text_with_the_files_name() -> None:
    line = AttachmentLine(Attachment("统计表.xls", "s"), lead="附件：1.")
    assert line.lines() == ("附件：1.统计表.xls",)


def test_the_body_joins_the_lines_of_all_blocks_and_leaves_out_empty_ones() -> None:
    blocks = (Paragraph("一"), Paragraph("\u00a0"), Lines(("二", "三")))
    assert Article("k", "t", AT, blocks).body() == "一\n二\n三"


def test_a_report_of_pictures_has_no_body_and_says_so() -> None:
    scanned = Article("k", "t", AT, (Picture("a"), Picture("b")))
    assert scanned.body() is None
    assert scanned.body_state() is BodyState.IMAGES


def test_a_report_in_a_file_below_has_no_body_and_says_so() -> None:
    attached = Article("k", "t", AT, (), boxed=(Attachment("全文.pdf", "f"),))
    assert attached.body() is None
    assert attached.body_state() is BodyState.ATTACHMENT


def test_an_attachment_line_alone_is_no_text_of_a_report() -> None:
    line = AttachmentLine(Attachment("全文.pdf", "f", in_body=True))
    assert Article("k", "t", AT, (line,)).body_state() is BodyState.ATTACHMENT


def test_attachments_come_in_page_order() -> None:
    linked, below = Attachment("文内.doc", "a", in_body=True), Attachment("文后.doc", "b")
    both = Article("k", "t", AT, (Paragraph("文"), AttachmentLine(linked)), boxed=(below,))
    assert both.attachments() == (linked, below)


def test_a_files_suffix_is_that_of_its_name() -> None:
    assert Attachment("报告.定稿.docx", "x").suffix == ".docx"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("index_number", "005279426/2022-00015"),
        ("issued_on", "2022-03-01"),
        ("published_on", "2022-03-05"),
        ("published_at", "2022-03-05 09:06"),
        ("keywords", "法治政府,工作报告"),
        ("validity", "有效"),
    ],
)
def test_values_are_printed_as_portals_print_them(article: Article, field: str, text: str) -> None:
    assert article.printed(field) == text


def test_a_missing_value_is_printed_as_nothing(article: Article) -> None:
    assert replace(article, document_number=None).printed("document_number") == ""


def test_printing_replaces_the_characters_and_leaves_the_value(article: Article) -> None:
    printed = article.printing("validity", "现行有效")
    assert printed.printed("validity") == "现行有效"
    assert printed.validity == "有效"


def test_the_last_printing_of_a_field_counts(article: Article) -> None:
    twice = article.printing("validity", "甲").printing("validity", "乙")
    assert twice.printed("validity") == "乙"
    assert len(twice.shown) == 1


def test_only_an_overridden_field_has_an_override(article: Article) -> None:
    printed = article.printing("validity", "")
    assert printed.override("validity") == ""
    assert printed.override("publisher") is None


def test_a_long_title_is_cut_in_lists_and_a_short_one_is_not() -> None:
    long, short = "长" * (LIST_TITLE + 1), "短" * LIST_TITLE
    assert Article("k", long, AT, ()).list_title() == "长" * (LIST_TITLE - 1) + "…"
    assert Article("k", short, AT, ()).list_title() == short


def test_given_texts_become_paragraphs_as_they_are() -> None:
    given = Article.from_text("k", "标题", AT, ["第一段", "第二段 "], publisher="测试局")
    assert given.blocks == (Paragraph("第一段"), Paragraph("第二段 "))
    assert given.publisher == "测试局"
    assert given.body() == "第一段\n第二段"


def test_a_fact_that_is_no_field_is_refused() -> None:
    with pytest.raises(TypeError, match="colour"):
        Article.from_text("k", "标题", AT, [], colour="red")
