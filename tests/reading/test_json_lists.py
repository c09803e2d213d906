from __future__ import annotations

import json
from typing import Any

import pytest

from govreports.families import FAMILIES
from govreports.reading.json_lists import read_json_list
from govreports.records import Listing, Row
from tests.reading.pages import capture

URL = "http://www.example.gov.cn/search/list"


def listing(answer: Any) -> Listing | None:
    text = answer if isinstance(answer, str) else json.dumps(answer)
    return read_json_list(capture(text, URL))


def row(number: int, **others: Any) -> dict[str, Any]:
    return {"title": f"第{number}号报告", "url": f"/a/{number}.html", **others}


def rows_of(answer: Any) -> tuple[Row, ...]:
    found = listing(answer)
    assert found is not None
    return found.rows


def test_rows_and_what_the_answer_declares() -> None:
    found = listing({"data": {"list": [row(1, pub_time="2024-01-02"), row(2)], "total": 38}})
    assert found == Listing(
        (
            Row("http://www.example.gov.cn/a/1.html", "第1号报告", "2024-01-02"),
            Row("http://www.example.gov.cn/a/2.html", "第2号报告"),
        ),
        declared_rows=38,
    )


@pytest.mark.parametrize(
    ("url", "title", "date"),
    [
        ("DOCPUBURL", "DOCTITLE", "PUBDATE"),
        ("docpuburl", "FileName", "docpubtime"),
        ("DOCPUBURL", "BT", "FBRQ"),
        ("url", "title", "deploytime"),
    ],
)
def test_names_of_the_known_services(url: str, title: str, date: str) -> None:
    (found,) = rows_of([{url: "http://x.gov.cn/1.html", title: "报告", date: "2024-01-02"}])
    assert found == Row("http://x.gov.cn/1.html", "报告", "2024-01-02")


def test_the_header_that_a_row_states_is_kept() -> None:
    (found,) = rows_of(
        [row(1, fwzh="甲政文〔2024〕1号", identifier="0052/2024-1", publisher="甲局")]
    )
    assert dict(found.header) == {
        "发文字号": "甲政文〔2024〕1号",
        "索引号": "0052/2024-1",
        "发布机构": "甲局",
    }


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        (1704124800, "2024-01-02"),
        ("1704124800000", "2024-01-02"),
        ("2024-01-01T16:30:00.000Z", "2024-01-02"),
        ("2024.01.02 09:10:11", "2024.01.02 09:10:11"),
        ("", None),
    ],
    ids=["seconds", "milliseconds", "UTC", "as it stands", "none"],
)
def test_times_of_machines_are_days_in_beijing(stated: object, day: str | None) -> None:
    assert rows_of([row(1, time=stated)])[0].date == day


def test_inner_objects_belong_to_their_row() -> None:
    assert rows_of({"results": [{"score": 1, "data": row(1)}]})[0].title == "第1号报告"


def test_the_parts_of_one_list_are_one() -> None:
    parts = {"a": {"listVO": [row(1), row(2)]}, "b": {"listVO": [row(3)]}}
    others = {"links": [{"url": "/x", "name": "政务公开", "order": 1}]}
    assert [one.title for one in rows_of({**others, **parts})] == [
        "第1号报告",
        "第2号报告",
        "第3号报告",
    ]


def test_marks_of_hits_and_tags_are_no_part_of_a_title() -> None:
    assert rows_of([row(1, title="关于<em>通知</em>&lt;甲&gt;的<br/>报告")])[0].title == (
        "关于通知<甲>的报告"
    )


def test_fields_without_names_give_the_longest_short_text() -> None:
    one = {"doc_pub_url": "/a.html", "f_1": "甲局", "f_2": "甲局年度工作报告", "f_3": "正文" * 99}
    assert rows_of([one])[0].title == "甲局年度工作报告"


def test_the_outermost_total_counts() -> None:
    found = listing({"facets": {"year": {"total": 9}}, "total": "12", "list": [row(1)]})
    assert found is not None
    assert found.declared_rows == 12


def test_the_number_of_the_page_is_told() -> None:
    found = listing({"pager": {"pageNo": 3, "total": 50}, "list": [row(1)]})
    assert found is not None
    assert (found.page, found.declared_rows) == (3, 50)


def test_a_call_around_the_answer_is_taken_off() -> None:
    assert rows_of(f"jQuery1_2({json.dumps([row(1)])});")[0].title == "第1号报告"


@pytest.mark.parametrize("name", ["items", "html"])
def test_rows_may_be_markup(name: str) -> None:
    items = [f'<li><a href="/a/{n}.html">第{n}号报告</a>2024-01-0{n}</li>' for n in (1, 2, 3)]
    found = listing({"data": {name: items if name == "items" else "".join(items)}, "total": 3})
    assert found is not None
    assert [(one.title, one.date) for one in found.rows] == [
        (f"第{n}号报告", f"2024-01-0{n}") for n in (1, 2, 3)
    ]
    assert found.declared_rows == 3


@pytest.mark.parametrize(
    "text",
    [
        "<html><body>x</body></html>",
        "",
        "{",
        "[1, 2]",
        '{"a": [{"b": 1}]}',
        "alert(1)",
        "[" * 99_999,
    ],
    ids=["page", "nothing", "cut", "numbers", "other objects", "script", "nested"],
)
def test_what_holds_no_list_is_none(text: str) -> None:
    assert listing(text) is None


@pytest.mark.parametrize("name", ["trs", "hanweb", "generic", "gkmlpt"])
def test_families_read_their_services_answers(name: str) -> None:
    answer = json.dumps({"list": [row(1)], "total": 1})
    assert FAMILIES[name].listing(capture(answer, URL)).declared_rows == 1


@pytest.mark.parametrize("half", ["\\ud800", "\\udfff"])
def test_half_a_character_in_an_answer_is_no_reason_to_give_up(half: str) -> None:
    item = f"<li><a href='/a/1.html'>第1号{half}报告</a>2024-01-02</li>"
    (found,) = rows_of(f'{{"data":{{"html":"{item}"}}}}')
    assert found.url == "http://www.example.gov.cn/a/1.html"
    assert found.title.encode().decode().startswith("第1号")
