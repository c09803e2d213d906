from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govreports.values.dates import (
    CHINA,
    StatedDate,
    is_impossible_date,
    is_open_ended,
    parse_date,
    parse_date_line,
    parse_datetime,
    parse_stated,
)

DAY = date(2021, 3, 1)


@pytest.mark.parametrize(
    "text",
    [
        "2021-03-01",
        "2021-3-1",
        "2021/3/1",
        "2021.03.01",
        "2021年3月1日",
        "2021 年 03 月 01 日",
        "2021年3月1",
        "2021年3月1号",
        "20210301",
        "２０２１－０３－０１",
        "２０２１年３月１日",
        "2021-\n03-\n01",
        "\u00a02021-03-01\u3000",
        "[2021-03-01]",
        "( 2021年03月01日 )",
        "（2021年3月1日）",
        "2021-03-01 星期一",
        "2021年3月1日（星期一）",
        "2021-03-01发布",
        "自2021年3月1日起施行",
        "2021年3月1日起",
        "2021年3月1日。",
        "Mar 1, 2021",
        "1 March 2021",
    ],
)
def test_a_full_date_is_read_in_every_form_and_has_no_time(text: str) -> None:
    assert parse_stated(text) == StatedDate(DAY)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("二〇二一年三月一日", date(2021, 3, 1)),
        ("二○一一年七月二十八日", date(2011, 7, 28)),
        ("二OO八年五月二十三日", date(2008, 5, 23)),
        ("二ＯＯ八年五月廿三日", date(2008, 5, 23)),
        ("二零二零年十月十日", date(2020, 10, 10)),
        ("一九九九年十二月三十一日", date(1999, 12, 31)),
        ("二〇二一年元月卅日", date(2021, 1, 30)),
        ("二〇二一年十一月卅日", date(2021, 11, 30)),
        ("二〇二一年 三月 三十日", date(2021, 3, 30)),
        ("二0二一年3月二日", date(2021, 3, 2)),
    ],
)
def test_chinese_numerals_spell_a_date(text: str, day: date) -> None:
    assert parse_stated(text) == StatedDate(day)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("2021年03月01日 16:40", "16:40:00"),
        ("2021-03-01 16:40:07", "16:40:07"),
        ("2021-03-01T16:40:07", "16:40:07"),
        ("2021-03-01T16:40:07.123+0800", "16:40:07"),
        ("2021-03-01 16:40:07.0", "16:40:07"),
        ("2021/3/1 8:22:16", "08:22:16"),
        ("2021-03-01 16∶40", "16:40:00"),
        ("2021-03-01, 16:40", "16:40:00"),
        ("2021-03-01 09：55", "09:55:00"),
        ("2021.03.01 20:28:10 CST", "20:28:10"),
        ("2021.03.01 14:56:27 GMT+08:00", "14:56:27"),
        ("2021年3月1日16时40分", "16:40:00"),
        ("2021年3月1日下午4时30分", "16:30:00"),
        ("2021年3月1日 上午9:05", "09:05:00"),
        ("2021-3-1 4:40 PM", "16:40:00"),
        ("2021-3-1 12:40 AM", "00:40:00"),
        ("2021-03-0116:40", "16:40:00"),
        ("2021-03-01 星期一 16:40", "16:40:00"),
        ("202103011640", "16:40:00"),
        ("20210301164007", "16:40:07"),
        ("2021-03-01 00:00:00", "00:00:00"),
        ("Mon Mar 01 16:40:00 CST 2021", "16:40:00"),
        ("Mar 1, 2021 4:40:00 PM", "16:40:00"),
        ("1614588000", "16:40:00"),
        ("1614588000000", "16:40:00"),
    ],
)
def test_a_time_of_day_is_read_with_its_date_in_china_standard_time(text: str, clock: str) -> None:
    at = parse_datetime(text)

    assert at == datetime.fromisoformat(f"2021-03-01T{clock}+08:00")
    assert at.utcoffset() == timedelta(hours=8)
    assert parse_date(text) == DAY


def test_another_zone_is_turned_into_china_standard_time_with_its_day() -> None:
    stated = parse_stated("2021-02-28T20:00:00Z")

    assert stated == StatedDate(DAY, datetime(2021, 3, 1, 4, tzinfo=CHINA))
    assert parse_datetime("2021-03-01 10:00 +09:30") == datetime(2021, 3, 1, 0, 30, tzinfo=UTC)
    assert parse_datetime("Mon, 01 Mar 2021 16:40:00 GMT") == datetime(
        2021, 3, 1, 16, 40, tzinfo=UTC
    )


@pytest.mark.parametrize("text", ["2021-03-01 25:61", "2021-03-01 24:00"])
def test_an_impossible_time_leaves_the_day_and_no_time(text: str) -> None:
    assert parse_stated(text) == StatedDate(DAY)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "2021年3月",
        "03-16",
        "[03-16]",
        "2021",
        "2021年",
        "March 2021",
        "Mar 1",
        "今天",
        "2026-02-00018",
        "005279426/2021-00015",
        "金政文〔2021〕7号",
        "2023814",
        "2021-03.01",
        "2021-03-01至2021-04-01",
        "2021-03-01、2021-03-02",
        "会议于2021年3月1日召开",
        "发布日期：2021-03-01",
        "21-03-01",
        "16:40",
        "2614588000",
        "12345678901",
        "2021-3-116:40 1",
        "二〇二一年三月",
        "三月一日",
        "二一年三月一日",
        "卅",
        "Marching 2021 on 5",
        "2021-03-01" * 9,
        "x" * 5000,
    ],
)
def test_what_is_no_single_full_date_is_none(text: str) -> None:
    assert parse_stated(text) is None
    assert not is_impossible_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "2021-02-30",
        "2021年2月30日",
        "20211345",
        "2021-13-01 10:00",
        "二〇二一年三月三十二日",
        "0000-00-00",
        "0001-01-01",
        "9999-12-31",
    ],
)
def test_a_day_that_no_calendar_has_is_impossible(text: str) -> None:
    assert is_impossible_date(text)
    assert parse_date(text) is None


def test_a_real_day_is_not_impossible() -> None:
    assert not is_impossible_date("2020-02-29")


def test_a_day_and_hour_that_run_together_are_split_only_where_that_is_sure() -> None:
    assert parse_datetime("2021-03-0116:40") == datetime(2021, 3, 1, 16, 40, tzinfo=CHINA)
    assert parse_stated("2021-3-116:40") is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("2021年3月1日", DAY),
        ("二〇二一年三月一日", DAY),
        ("（2021年3月1日）", DAY),
        ("2021 年 3 月 1 日", DAY),
        ("自2021年3月1日起施行", None),
        ("2021年3月1日印发", None),
        ("2021-03-01 16:40", None),
        ("2021年2月30日", None),
        ("2021年3月", None),
    ],
)
def test_a_date_line_is_a_date_without_words_and_time(line: str, day: date | None) -> None:
    assert parse_date_line(line) == day


@pytest.mark.parametrize(
    ("text", "open_ended"), [("长期", True), (" 长 期 有 效 ", True), ("2021-03-01", False)]
)
def test_open_ended_validity_is_told_from_a_date(text: str, open_ended: bool) -> None:  # noqa: FBT001 -- a parameter of the table
    assert is_open_ended(text) is open_ended


def test_ordinary_dates_and_junk_never_load_dateparser() -> None:
    script = (
        "import sys\n"
        "from govreports.values.dates import parse_date\n"
        "for text in ('2021-03-01', '关于印发通知的通知', 'May', '2021年3月', 'http://a.b/2021'):\n"
        "    parse_date(text)\n"
        "sys.exit('dateparser' in sys.modules)\n"
    )

    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_every_day_is_read_back_from_its_usual_forms(day: date) -> None:
    forms = (
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        f"{day.year}/{day.month}/{day.day}",
    )

    assert [parse_date(form) for form in forms] == [day] * len(forms)


@given(st.text(alphabet="0123456789-:/.年月日时分〇一二十廿卅 T∶，\n星期上午发布Mayar"))
def test_no_text_makes_the_grammar_raise(text: str) -> None:
    stated = parse_stated(text)

    assert stated is None or stated.at is None or stated.at.astimezone(CHINA).date() == stated.on
