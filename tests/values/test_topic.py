from __future__ import annotations

import pytest

from govreports.values.header import read_visible
from govreports.values.topic import is_national_topic
from govreports.vocab import field_of, is_loose_topic

URL = "http://www.example.gov.cn/a.html"


@pytest.mark.parametrize(
    "text",
    [
        "综合政务",
        "综合政务/其他",
        "财政、金融、审计;财政",
        "环境监测、保护与治理；通告",
        "科技、教育\\教育",
    ],
)
def test_classes_of_the_national_classification_are_topics(text: str) -> None:
    assert is_national_topic(text)


@pytest.mark.parametrize(
    "text",
    ["统计公报", "通知", "部门文件", "综合政务 / 部门文件 / 其他", "综合政务;工作纪实", "", "；"],
)
def test_catalogues_and_genres_are_none(text: str) -> None:
    assert not is_national_topic(text)


@pytest.mark.parametrize("label", ["信息分类", "分类", "本站信息分类"])
def test_a_loose_label_states_a_topic_only_by_a_national_class(label: str) -> None:
    assert read_visible(URL, [(label, "综合政务")]).best("topic") == "综合政务"
    assert read_visible(URL, [(label, "部门文件")]).values == {}
    assert read_visible(URL, [(label, "主动公开")]).best("disclosure") == "主动公开"


def test_what_a_loose_label_shows_is_kept_raw_without_a_warning() -> None:
    header = read_visible(URL, [("信息分类", "部门文件")])
    assert header.metadata == {"信息分类": "部门文件"}
    assert header.problems == []


def test_the_label_of_the_topic_itself_is_taken_at_its_word() -> None:
    assert read_visible(URL, [("主题分类", "部门文件")]).best("topic") == "部门文件"
    assert not is_loose_topic("主题分类")
    assert not is_loose_topic("索引号")


@pytest.mark.parametrize("label", ["组配分类", "公开目录", "所属栏目"])
def test_a_branch_of_the_catalogue_is_no_topic(label: str) -> None:
    assert field_of(label) == "catalogue"
    assert read_visible(URL, [(label, "综合政务")]).values == {}
