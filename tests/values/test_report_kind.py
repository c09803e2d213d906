from __future__ import annotations

import pytest

from govreports.records import ReportKind
from govreports.values.report_kind import report_kind, report_year

TITLES = {
    ReportKind.LAW_GOVERNMENT_ANNUAL: (
        "甲区2020年度法治政府建设情况的报告",
        "甲区2022年度法治政府建设工作报告",
        "甲局2019年度推进法治政府建设情况报告",
        "关于印发《甲区2021年度法治政府建设工作报告》的通知",
        "甲局2021年法治政府建设工作总结及2022年工作计划",
        "二〇一二年度依法行政工作总结",
        "甲区 2020 年度\n法治政府建设情况报告",
    ),
    ReportKind.LAW_GOVERNMENT_PLAN: (
        "甲市法治政府建设领导小组关于印发甲市2023年度法治政府建设工作安排的通知",
        "甲县2021年法治政府建设工作要点",
        "甲局2022年度法治政府建设工作计划",
        "甲市法治政府建设实施方案（2021—2025年）",
    ),
    ReportKind.DISCLOSURE_ANNUAL: (
        "甲市2021年政府信息公开工作年度报告",
        "甲局2020年信息公开年报",
        "2019年政务公开工作总结",
    ),
    ReportKind.OTHER: (
        "",
        "关于报送2020年度法治政府建设情况报告的通知",
        "关于做好2021年政府信息公开工作年度报告编制的通知",
        "党政主要负责人履行推进法治建设第一责任人职责情况报告",
        "法治政府建设第三方评估报告",
        "甲市2025年国民经济和社会发展统计公报",
        "关于调整住房公积金政策的通知",
    ),
}


@pytest.mark.parametrize(
    ("kind", "title"), [(kind, title) for kind, titles in TITLES.items() for title in titles]
)
def test_the_title_names_the_kind(kind: ReportKind, title: str) -> None:
    assert report_kind(title) is kind


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("甲区2020年度法治政府建设情况的报告", 2020),
        ("甲区 2020 年法治政府建设情况的报告", 2020),
        ("二〇二〇年度依法行政工作总结", 2020),
        ("2016—2020年法治政府建设情况报告", 2020),
        ("2020-2021年度法治政府建设情况报告", 2021),
        ("甲局2021年工作总结和2022年工作要点", 2021),
        ("2022年发布的2021年度报告", 2021),
        ("贯彻《法治政府建设实施纲要（2021-2025年）》2022年情况的报告", 2022),
        ("关于印发《甲区2023年度法治政府建设工作安排》的通知", 2023),
        ("２０２０年度法治政府建设情况报告", 2020),
    ],
)
def test_the_title_says_the_year(title: str, year: int) -> None:
    assert report_year(title) == year


@pytest.mark.parametrize(
    "title",
    [
        "法治政府建设报告",
        "截至2021年3月1日的情况",
        "甲政发〔2021〕7号",
        "3020年度报告",
        "第12345年",
    ],
)
def test_no_year_is_guessed(title: str) -> None:
    assert report_year(title) is None


def test_the_head_of_the_body_says_the_year_that_the_title_lacks() -> None:
    body = "市政府：\n2020年，全市法治政府建设取得进展。\n2021年，继续努力。"

    assert report_year("法治政府建设情况汇报", body) == 2020
    assert report_year("2019年度法治政府建设情况汇报", body) == 2019


@pytest.mark.parametrize(
    "body",
    ["", "2021年3月，会议召开。", "根据2020年度要求，", "\n".join("甲乙丙丁戊") + "\n2020年，"],
)
def test_only_an_opening_line_with_a_year_counts(body: str) -> None:
    assert report_year("法治政府建设情况汇报", body) is None
