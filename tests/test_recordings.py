"""Recorded pages are read as a crawl reads them, and every difference is named with its place."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest

from govreports.archive.errors import ArchiveError
from govreports.normalise import Context
from govreports.reading.errors import UnreadableError
from govreports.recordings import (
    CONFIRMED,
    PAGES,
    Difference,
    Recording,
    differences,
    line_of,
    read_again,
    read_recording,
    stated,
    statement,
)
from govreports.replica.portals import PORTALS
from tests.portals.recorded import (
    HOST,
    SHOWING_ROWS,
    answer,
    confirm,
    read,
    start_of,
    visited,
    write_pages,
)

if TYPE_CHECKING:
    from pathlib import Path

    from govreports.replica.portal import ReplicaPortal

ARTICLES = 20


@pytest.fixture
def portal() -> ReplicaPortal:
    return PORTALS["leping"](ARTICLES)


def again(portal: ReplicaPortal, folder: Path) -> list[Difference]:
    context = Context(portal=portal.name, region_code=portal.place.region_code)
    return list(differences(*read_again(folder, portal.place.family, context)))


@pytest.mark.parametrize("name", SHOWING_ROWS)
def test_every_familys_recorded_pages_are_read_to_the_truth(tmp_path: Path, name: str) -> None:
    portal = PORTALS[name](ARTICLES)
    reading = read(portal, visited(portal, tmp_path), portal.place.region_code)
    truths = portal.truths(HOST)
    assert [report.url for report in reading.reports] == [
        row.url for row in reading.listing.rows[:3]
    ]
    for report in reading.reports:
        assert stated(report) == stated(replace(truths[report.url], portal=name))
    assert reading.unread == {}


def test_what_was_confirmed_is_read_again_without_a_difference(
    portal: ReplicaPortal, tmp_path: Path
) -> None:
    confirm(portal, tmp_path)
    assert again(portal, tmp_path) == []


@pytest.mark.parametrize(
    ("field", "wrong", "said"),
    [
        ("document_number", "乐政文〔1999〕1号", "confirmed was '乐政文〔1999〕1号'"),
        ("validity", None, "confirmed was 'null'"),
        ("title", "", "confirmed was ''"),
    ],
)
def test_a_field_read_otherwise_is_named_with_page_and_line(
    portal: ReplicaPortal, tmp_path: Path, field: str, wrong: str | None, said: str
) -> None:
    confirm(portal, tmp_path)
    file = tmp_path / CONFIRMED
    confirmed = json.loads(file.read_text("utf-8"))
    confirmed["reports"][1][field] = wrong
    text = json.dumps(confirmed, ensure_ascii=False, indent=1)
    file.write_text(text, "utf-8")
    (difference,) = again(portal, tmp_path)
    assert (difference.url, difference.field) == (confirmed["reports"][1]["url"], field)
    assert said in difference.said
    line = text.splitlines()[line_of(text, difference) - 1].strip()
    assert line == f'"{field}": {json.dumps(wrong, ensure_ascii=False)},'


def test_of_two_long_texts_the_place_where_they_differ_is_shown(
    portal: ReplicaPortal, tmp_path: Path
) -> None:
    confirm(portal, tmp_path)
    context = Context(portal=portal.name, region_code=portal.place.region_code)
    confirmed, today = read_again(tmp_path, "trs", context)
    body = today["reports"][0]["body"]
    confirmed["reports"][0]["body"] = body[:300] + "甲乙丙" + body[301:]
    (difference,) = differences(confirmed, today)
    assert "甲乙丙" in difference.said
    assert len(difference.said) < 150


def test_rows_and_totals_of_the_list_are_compared_too(
    portal: ReplicaPortal, tmp_path: Path
) -> None:
    reading = read(portal, visited(portal, tmp_path))
    now = statement("", "", reading)
    assert (now["declared_rows"], now["declared_pages"], len(now["rows"])) == (20, 2, 15)
    before = {**now, "declared_rows": 19, "rows": now["rows"][1:]}
    assert [one.field for one in differences(before, now)] == ["declared_rows", "rows"]


def test_a_report_lost_or_come_is_a_difference(portal: ReplicaPortal, tmp_path: Path) -> None:
    now = statement("", "", read(portal, visited(portal, tmp_path)))
    fewer = {**now, "reports": now["reports"][1:]}
    url = now["reports"][0]["url"]
    assert list(differences(now, fewer)) == [Difference(url, "url", "no report any more")]
    (come,) = differences(fewer, now)
    assert url in come.said


def test_an_article_in_two_parts_is_joined_from_the_recording(
    portal: ReplicaPortal, tmp_path: Path
) -> None:
    key = portal.listed[0]
    portal.edit(key, parts=2)
    url = urljoin(HOST, portal.path(key))
    further = url.replace(".shtml", "_1.shtml")
    pages = [answer(portal, one) for one in (start_of(portal), url, further)]
    (report,) = read(portal, Recording(write_pages(tmp_path / "both", pages))).reports
    assert report.body == portal.entries[key].article.body()
    reading = read(portal, Recording(write_pages(tmp_path / "first", pages[:2])))
    assert list(reading.unread) == [url]
    assert further in reading.unread[url]


def test_a_redirect_leads_to_the_page_that_answered(portal: ReplicaPortal, tmp_path: Path) -> None:
    end = answer(portal, start_of(portal))
    first = replace(end, url=f"{HOST}旧/", status=302, headers=((b"Location", b"/new/"),), body=b"")
    then = replace(first, url=f"{HOST}new/", headers=((b"Location", end.url.encode()),))
    first = replace(first, url=f"{HOST}%E6%97%A7/")
    recording = Recording(write_pages(tmp_path, [first, then, end]))
    page = recording.find(f"{HOST}旧/")
    assert page is not None
    assert page.url == end.url
    assert recording.find(f"{HOST}elsewhere") is None


def test_redirects_in_a_circle_lead_nowhere(portal: ReplicaPortal, tmp_path: Path) -> None:
    circle = answer(portal, start_of(portal))
    circle = replace(circle, status=301, headers=((b"Location", circle.url.encode()),))
    assert Recording(write_pages(tmp_path, [circle])).find(circle.url) is None


def test_a_page_that_reads_as_no_report_is_told_with_its_reason(
    portal: ReplicaPortal, tmp_path: Path
) -> None:
    portal.unreadable(portal.listed[1])
    reading = read(portal, visited(portal, tmp_path))
    assert len(reading.reports) == 2
    ((url, said),) = reading.unread.items()
    assert url.endswith(portal.path(portal.listed[1]))
    assert "expected" in said


def test_without_the_list_page_or_the_file_the_error_says_what_is_missing(
    portal: ReplicaPortal, tmp_path: Path
) -> None:
    recording = visited(portal, tmp_path)
    with pytest.raises(UnreadableError, match=f"{HOST}other"):
        read_recording(recording, f"{HOST}other", "trs", Context(portal="leping"))
    with pytest.raises(ArchiveError, match="missing"):
        Recording(tmp_path / "none" / PAGES)


def test_a_statement_that_is_none_is_refused(portal: ReplicaPortal, tmp_path: Path) -> None:
    confirm(portal, tmp_path)
    (tmp_path / CONFIRMED).write_text("[1]", "utf-8")
    with pytest.raises(ValueError, match="start and column"):
        again(portal, tmp_path)
