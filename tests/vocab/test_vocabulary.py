from __future__ import annotations

from dataclasses import fields

import pytest

from govreports import vocab
from govreports.records import Report
from govreports.values.text import label_key
from govreports.vocab.tables import VocabularyError, folded, ranked, words

# One label of each row of the header vocabulary, and the field it names.
LABELS = {
    "索引号": "index_number",
    "信息索取号": "index_number",
    "发布机构": "publisher",
    "公开责任部门": "publisher",
    "信息来源": "source",
    "成文日期": "issued_on",
    "生成日期": "issued_on",
    "发布日期": "published_on",
    "上载日期": "published_on",
    "发文字号": "document_number",
    "文号": "document_number",
    "标题": "title",
    "有效性": "validity",
    "效力状况": "validity",
    "主题分类": "topic",
    "信息分类": "topic",
    "体裁": "document_type",
    "公文种类": "document_type",
    "主题词": "keywords",
    "公开方式": "disclosure",
    "实施日期": "effective_on",
    "废止日期": "expires_on",
    "公开范围": "scope",
    "内容概述": "abstract",
    "责任部门": "responsible_department",
    "公开时限": "disclosure_limit",
    "统一编号": "unified_number",
    "责任编辑": "editor",
}


@pytest.mark.parametrize(("label", "field"), LABELS.items())
def test_a_label_names_its_field(label: str, field: str) -> None:
    assert vocab.field_of(label) == field


def test_every_header_field_is_a_field_of_the_record() -> None:
    assert {field.name for field in fields(Report)} >= vocab.HEADER_FIELDS
    assert not {field.name for field in fields(Report)} & (
        set(vocab.LABELS.values()) - vocab.HEADER_FIELDS
    )


def test_every_label_is_written_as_label_key_writes_it() -> None:
    assert [label for label in (*vocab.LABELS, *vocab.FURNITURE) if label_key(label) != label] == []


@pytest.mark.parametrize("label", ["点击数", "浏览次数", "字体", "打印", "分享到", "当前位置"])
def test_counters_and_tools_are_furniture_and_no_field(label: str) -> None:
    assert vocab.is_furniture(label)
    assert vocab.field_of(label) is None


def test_an_unknown_label_is_neither() -> None:
    assert vocab.field_of("星象") is None
    assert not vocab.is_furniture("星象")


@pytest.mark.parametrize(
    ("first", "later"),
    [("成文日期", "发文日期"), ("发布日期", "更新时间"), ("主题分类", "信息分类")],
)
def test_the_more_exact_label_of_a_field_ranks_first(first: str, later: str) -> None:
    assert vocab.field_of(first) == vocab.field_of(later)
    assert vocab.label_rank(first) < vocab.label_rank(later)


@pytest.mark.parametrize(
    ("label", "field"),
    [("公文来源", "source"), ("本文发布时间", "published_on"), ("数据来源", "credits")],
)
def test_a_label_of_one_s_own_is_known_by_its_ending(label: str, field: str) -> None:
    assert vocab.field_of(label) == field


def test_a_label_known_by_its_ending_ranks_after_all_others() -> None:
    assert vocab.label_rank("本文发布时间") > vocab.label_rank("修改时间")


@pytest.mark.parametrize("label", ["会议时间", "开标日期", "表彰名称"])
def test_a_general_ending_tells_nothing(label: str) -> None:
    assert vocab.field_of(label) is None


def test_the_rank_of_an_unknown_label_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(KeyError):
        vocab.label_rank("星象")


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("ArticleTitle", "title"),
        ("PubDate", "published_on"),
        ("pubdate", "published_on"),
        ("contentSource", None),
        ("ColumnName", "column"),
        ("Keywords", None),
        ("Maketime", None),
        ("HtmlGenerateTime", None),
        ("others", None),
        ("whatever", None),
    ],
)
def test_metas_fill_fields_whatever_their_case(name: str, field: str | None) -> None:
    assert vocab.meta_field(name) == field


def test_the_rank_of_a_meta_that_fills_no_field_is_a_mistake_of_the_caller() -> None:
    assert vocab.meta_rank("PubDate") < vocab.meta_rank("published")
    with pytest.raises(KeyError):
        vocab.meta_rank("Keywords")


def test_the_statutory_lists_are_complete() -> None:
    assert len(vocab.STATUTORY_GENRES) == 15
    assert len(vocab.TOPICS) == 22
    assert len(vocab.SUBTOPICS) == 103
    assert set(vocab.GENRES) > vocab.STATUTORY_GENRES


def test_validity_and_disclosure_fold_to_the_record_s_words() -> None:
    six = {"有效", "失效", "废止", "部分失效", "已修改", "尚未生效"}
    assert set(vocab.VALIDITY.values()) == six
    assert set(vocab.DISCLOSURE.values()) == {"主动公开", "依申请公开", "不予公开"}
    assert not vocab.DISCLOSURE_MEDIA & set(vocab.DISCLOSURE)


def test_region_codes_have_six_digits_and_lie_in_a_listed_province() -> None:
    codes = vocab.REGION_NAMES
    assert [code for code in codes if len(code) != 6 or not code.isdigit()] == []
    assert {code[:2] + "0000" for code in codes} <= set(codes)
    assert sum(code.endswith("0000") for code in codes) == 34
    assert codes["410183"] == "新密市"


def test_a_word_in_two_lists_is_a_contradiction() -> None:
    with pytest.raises(VocabularyError, match="文号 stands in a and in b"):
        ranked([("a", ["文号"]), ("b", ["文号"])])


def test_folding_maps_words_and_synonyms_to_the_word() -> None:
    assert folded({"有效": ["现行有效"]}) == {"有效": "有效", "现行有效": "有效"}


def test_a_data_file_that_is_not_there_is_said() -> None:
    with pytest.raises(FileNotFoundError):
        words("nothing.toml")
