"""Values without labels."""

from __future__ import annotations

import pytest

from govreports.reading.flow import CLOSE, OPEN
from govreports.reading.slots import bare_value, bare_values, is_bare_value, split_date


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("2024-03-01", "2024-03-01"),
        ("2024-03-01 09:05:06", "2024-03-01 09:05:06"),
        ("（2024年3月1日）", "2024年3月1日"),
        ("[ 2024/03/01 ]", "2024/03/01"),
        ("测政发〔2024〕7号", "测政发〔2024〕7号"),
        ("测政发[2024]7号", "测政发[2024]7号"),
    ],
)
def test_dates_and_numbers(line: str, value: str) -> None:
    assert bare_value(line) == value


@pytest.mark.parametrize(
    "line",
    ["", "首页", "2024年度", "2024年3月", "关于2024-03-01会议的通知", "2026-02-00018", "x" * 61],
)
def test_other_lines(line: str) -> None:
    assert bare_value(line) is None


def test_an_impossible_date_is_no_value() -> None:
    assert not is_bare_value("2024年13月41日，星期几")


def test_pieces_of_a_line_are_looked_at_one_by_one() -> None:
    line = f"{OPEN}2024-03-01 10:00{CLOSE}{OPEN}甲日报{CLOSE} | 测发〔2024〕1号"
    assert list(bare_values(line)) == ["2024-03-01 10:00", "测发〔2024〕1号"]


@pytest.mark.parametrize(
    ("value", "split"),
    [
        ("甲统计局2024-04-30", ("甲统计局", "2024-04-30")),
        ("甲局 2024年4月30日 10:11", ("甲局", "2024年4月30日 10:11")),
        ("甲局", ("甲局", None)),
        ("2024-04-30", ("2024-04-30", None)),
        ("甲局2024-13-50", ("甲局2024-13-50", None)),
        ("", ("", None)),
    ],
)
def test_a_date_is_split_off_the_end_of_a_name(value: str, split: tuple[str, str | None]) -> None:
    assert split_date(value) == split
