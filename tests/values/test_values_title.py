from __future__ import annotations

import pytest

from govreports.values.title import clean_title, is_cut, whole_title


def test_a_title_is_one_line_with_single_spaces() -> None:
    assert clean_title("甲局\u00a0\u00a0乙局\n关于\u3000印发\ufeff") == "甲局 乙局 关于 印发"


@pytest.mark.parametrize("joint", ["-", " - ", "_", "|", "——", "－", " – ", "--"])
def test_the_site_s_name_after_a_separator_goes(joint: str) -> None:
    assert clean_title(f"2020年度报告{joint}甲区政府网", ["甲区政府网"]) == "2020年度报告"


@pytest.mark.parametrize(
    "title", ["关于印发甲区政府网", "2020-2021年报告-乙", "甲区政府网", "-甲区政府网", "报告_附件"]
)
def test_nothing_else_is_taken_off(title: str) -> None:
    assert clean_title(title, ["甲区政府网", ""]) == title


def test_marks_in_a_title_stay() -> None:
    assert clean_title("[已废止] 甲办法") == "[已废止] 甲办法"


@pytest.mark.parametrize(("title", "cut"), [("关于…", True), ("关于...", True), ("关于", False)])
def test_a_cut_title_is_known_by_its_dots(title: str, cut: bool) -> None:  # noqa: FBT001 -- a parameter of the table
    assert is_cut(title) is cut


def test_a_cut_title_gives_way_to_the_one_it_is_cut_from() -> None:
    assert whole_title(["关于印发…", "别的标题", "关于印发办法的通知"]) == "关于印发办法的通知"
    assert whole_title(["关于印发…", "别的标题"]) == "关于印发…"
    assert whole_title(["甲", "甲乙"]) == "甲"
    assert whole_title([]) is None
