"""Values that are one word of a list: 有效性, 公开方式, 公文种类, keywords, regions."""

from __future__ import annotations

import pytest

from govreports.values.disclosure import is_disclosure_medium, parse_disclosure
from govreports.values.genre import genre_word, parse_genre
from govreports.values.keywords import parse_keywords
from govreports.values.organisation import is_organisation
from govreports.values.region import parse_region_code, province_name, region_name
from govreports.values.validity import is_validity_word, parse_validity


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("有效", "有效"),
        ("现行有效", "有效"),
        ("继续有效", "有效"),
        ("是", "有效"),
        (" 有 效 ", "有效"),
        ("[有效]", "有效"),
        ("失效", "失效"),
        ("已失效", "失效"),
        ("否", "失效"),
        ("已废止", "废止"),
        ("作废", "废止"),
        ("部分有效", "部分失效"),
        ("已修订", "已修改"),
        ("尚未施行", "尚未生效"),
    ],
)
def test_validity_folds_to_six_words(text: str, word: str) -> None:
    assert parse_validity(text) == word


@pytest.mark.parametrize("text", ["", "有效 失效 废止", "2021-03-01", "主动公开", "有效期五年"])
def test_other_text_is_no_validity(text: str) -> None:
    assert parse_validity(text) is None


def test_only_words_of_force_are_surely_validity() -> None:
    assert is_validity_word("现行有效")
    assert is_validity_word("废止")
    assert not is_validity_word("是")
    assert not is_validity_word("修订")


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("主动公开", "主动公开"),
        ("主动公开 ", "主动公开"),
        ("依申请", "依申请公开"),
        ("免予公开", "不予公开"),
        ("政府网站", None),
        ("综合政务", None),
        ("", None),
    ],
)
def test_disclosure_folds_to_three_words(text: str, mode: str | None) -> None:
    assert parse_disclosure(text) == mode


def test_a_medium_is_no_mode_of_disclosure() -> None:
    assert is_disclosure_medium("政府网站")
    assert not is_disclosure_medium("主动公开")


@pytest.mark.parametrize(
    ("text", "word"),
    [("报告", "报告"), ("命令（令）", "命令"), (" 通 知 ", "通知"), ("工作信息", None), ("", None)],
)
def test_a_genre_word_is_one_of_the_table(text: str, word: str | None) -> None:
    assert genre_word(text) == word


def test_a_header_genre_beyond_the_table_stays_as_stated() -> None:
    assert parse_genre(" 部门 文件 ") == "部门 文件"
    assert parse_genre("命令(令)") == "命令"
    assert parse_genre(" ") is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("规划,计划,重点工作", ("规划", "计划", "重点工作")),
        ("法治；政府、建设;报告", ("法治", "政府", "建设", "报告")),
        ("法治 政府\u3000建设", ("法治", "政府", "建设")),
        ("法治,,法治，无", ("法治",)),
        ("工作信息", ("工作信息",)),
        (" ", ()),
        ("-", ()),
    ],
)
def test_keywords_are_split_and_each_counts_once(text: str, words: tuple[str, ...]) -> None:
    assert parse_keywords(text) == words


@pytest.mark.parametrize(
    "name",
    [
        "金水区人民政府",
        "新密市司法局",
        "漳河新区管理委员会",
        "甲县人民政府办公室",
        "甲市财政局 国家税务总局甲市税务局",
        "甲部、乙委",
        "甲市推进法治政府建设领导小组",
        "住房公积金管理中心（分中心）",
        "甲镇",
    ],
)
def test_names_of_organisations_are_known_by_their_end(name: str) -> None:
    assert is_organisation(name)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "局",
        "工作信息",
        "2021年3月1日",
        "由区财政局负责的工作",
        "现将有关情况报送市政府",
        "特此报告。",
        "负责单位：区司法局",
        "一、加强党的领导",
    ],
)
def test_sentences_and_headings_are_no_organisation(text: str) -> None:
    assert not is_organisation(text)


def test_a_region_code_is_six_digits_in_an_existing_province() -> None:
    assert parse_region_code(" 410105 ") == "410105"
    assert parse_region_code("990105") is None
    assert parse_region_code("41010") is None


def test_places_of_our_portals_and_all_provinces_have_names() -> None:
    assert region_name("410105") == "金水区"
    assert region_name("410199") is None
    assert province_name("650102") == "新疆维吾尔自治区"
    assert province_name("99") is None
