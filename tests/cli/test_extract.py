from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from govreports.archive.messages import headers_digest
from govreports.archive.records import Original, written
from govreports.cli import app
from govreports.feeds import COLUMNS
from govreports.reading.document import LARGEST_PAGE, MB
from govreports.records import Exchange
from govreports.replica.portals import PORTALS
from govreports.replica.server import serve
from tests.reading.pages import PROSE, URL, article

if TYPE_CHECKING:
    from pathlib import Path

PAGE = article(
    f"<p>索引号：005279426/2021-00015</p><div id='zoom'><p>{PROSE}</p>"
    "<p><a href='./a.pdf'>附表.pdf</a></p></div>"
)

# What gzip cannot make shorter.
NOISE = random.Random(7).randbytes(900)


def run(*words: object) -> tuple[int, list[dict[str, Any]], str]:
    result = CliRunner().invoke(app, ["extract", *map(str, words)])
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    return result.exit_code, lines, result.stderr


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return saved(tmp_path, "a.html", PAGE)


def saved(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def one(path: Path | str, *options: object) -> dict[str, Any]:
    code, (row,), said = run(path, *options)
    assert (code, said) == (0, "")
    return row


def test_an_annual_report_s_standard_tables_come_as_data(tmp_path: Path) -> None:
    counts = "".join(f"<td>{number}</td>" for number in (2, 0, 0, 0, 0, 1, 4))
    rows = (
        "<tr><td>项目</td><td>自然人</td><td>商业企业</td><td>科研机构</td><td>社会公益组织</td>"
        "<td>法律服务机构</td><td>其他</td><td>总计</td></tr>"
        f"<tr><td>一、本年新收政府信息公开申请数量</td>{counts}</tr>"
    )
    body = f"<div id='zoom'><p>{PROSE}</p><table>{rows}</table></div>"
    title = "测试区2022年政府信息公开工作年度报告"
    row = one(saved(tmp_path, "nb.html", article(body, title=title)))
    assert list(row) == [*COLUMNS, "file", "family", "tables"]
    tables = row["tables"]
    assert list(tables) == [
        *("form", "disclosed", "applications", "reviews", "unread", "failing_sums")
    ]
    assert list(tables["applications"]["received"].values()) == [2, 0, 0, 0, 0, 1, 4]
    assert tables["failing_sums"] == [
        "applications: received: columns add up to 3, the total says 4"
    ]


def test_a_line_holds_the_record_the_file_and_the_family(page: Path) -> None:
    row = one(page, "--url", URL)
    assert list(row) == [*COLUMNS, "file", "family"]
    assert (row["file"], row["family"]) == (str(page), "trs")
    assert (row["portal"], row["url"]) == ("www.example.gov.cn", URL)
    assert row["title"] == "测试区司法局2023年工作报告"
    assert row["index_number"] == "005279426/2021-00015"
    assert row["body"].startswith(PROSE)
    assert row["content_hash"].startswith("n1:")
    assert row["attachments"][0]["url"] == URL.rpartition("/")[0] + "/a.pdf"


def test_a_page_without_an_address_keeps_its_links_as_they_stand(page: Path) -> None:
    row = one(page)
    assert (row["portal"], row["url"]) == (None, None)
    assert row["attachments"][0]["url"] == "a.pdf"
    assert "invalid" not in json.dumps(row)


@pytest.mark.parametrize(
    "head",
    [f'<link rel="canonical" href="{URL}">', f'<META Name="Url" Content="{URL}">'],
    ids=["canonical", "meta"],
)
def test_an_address_that_the_page_states_is_taken(tmp_path: Path, head: str) -> None:
    stated = saved(tmp_path, "a.html", article(f"<div id='zoom'><p>{PROSE}</p></div>", head))
    assert one(stated)["url"] == URL
    assert one(stated, "--url", "http://www.example.gov.cn/b.html")["url"].endswith("/b.html")


def test_a_manifest_gives_addresses_and_the_pages_of_frames(tmp_path: Path) -> None:
    outer = saved(tmp_path, "a.html", article('<iframe src="/frame?id=1"></iframe>'))
    saved(tmp_path, "f.html", f"<html><body><div>{PROSE}</div></body></html>")
    lines = [
        {"file": "a.html", "url": URL},
        {"file": "f.html", "url": "https://www.example.gov.cn/frame?id=1"},
    ]
    manifest = saved(tmp_path, "m.jsonl", "\n".join(json.dumps(line) for line in lines))
    row = one(outer, "--manifest", manifest)
    assert (row["url"], row["body"]) == (URL, PROSE)


def test_a_frame_that_is_in_no_file_is_named(tmp_path: Path) -> None:
    outer = saved(tmp_path, "a.html", article('<iframe src="/frame?id=1"></iframe>'))
    assert "https://www.example.gov.cn/frame?id=1" in one(outer, "--url", URL)["error"]


def test_lines_come_in_the_order_of_the_files(tmp_path: Path) -> None:
    names = ["c.html", "a.html", "b.html"]
    code, rows, _ = run(*(saved(tmp_path, name, PAGE) for name in names))
    assert code == 0
    assert [row["file"].rpartition("/")[2] for row in rows] == names


def test_a_given_encoding_beats_the_page_s_own(tmp_path: Path) -> None:
    path = saved(tmp_path, "a.html", PAGE.replace("utf-8", "big5").encode("gb18030"))
    assert one(path, "--encoding", "gb2312")["body"].startswith(PROSE)


def test_a_gzipped_page_is_unpacked(tmp_path: Path) -> None:
    assert one(saved(tmp_path, "a.html.gz", gzip.compress(PAGE.encode())))["body"].startswith(PROSE)


def exchange(body: bytes, status: int = 200) -> Exchange:
    moment = datetime(2026, 1, 2, tzinfo=UTC)
    identity = "00000000-0000-4000-8000-000000000001"
    headers = ((b"Content-Type", b"text/html"), (b"Content-Encoding", b"gzip"))
    return Exchange(identity, URL, "GET", status, headers, gzip.compress(body), moment)


def test_each_response_of_our_own_archive_is_a_line(tmp_path: Path) -> None:
    records = [
        written(exchange(PAGE.encode()), b"x" * 32),
        written(exchange(b"", 404), b"x" * 32),
    ]
    code, rows, _ = run(saved(tmp_path, "a.warc.gz", b"".join(records)))
    assert code == 0
    assert rows[0]["body"].startswith(PROSE)
    assert rows[0]["fetched_at"] == "2026-01-02T00:00:00+00:00"
    assert "status 404" in rows[1]["error"]


def test_a_page_that_a_browser_drew_is_a_line_of_its_own(tmp_path: Path) -> None:
    shell = exchange(b"<html><body><div id='app'></div></body></html>")
    headers = ((b"Content-Type", b"text/html; charset=utf-8"),)
    drawn = replace(shell, headers=headers, body=PAGE.encode(), rendered_from=shell.id)
    records = [written(one, b"x" * 32) for one in (shell, drawn)]
    _, rows, _ = run(saved(tmp_path, "a.warc.gz", b"".join(records)))
    assert "error" in rows[0]
    assert (rows[1]["url"], rows[1]["body"].startswith(PROSE)) == (URL, True)
    assert rows[1]["fetched_at"] == "2026-01-02T00:00:00+00:00"


def foreign(body: bytes) -> bytes:
    """A chunked response as other programs write it: no digest, no field of ours, not gzipped."""
    block = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    block += b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2026-01-02T00:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\n"
        f"WARC-Target-URI: {URL}\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


LATER = datetime(2026, 1, 9, tzinfo=UTC)


def unchanged(status: int = 200, headers: str = "") -> bytes:
    """A record of the same page a week later; `headers` is what is known of the first ones."""
    first = exchange(PAGE.encode())
    identity = "00000000-0000-4000-8000-000000000002"
    again = replace(first, id=identity, status=status, fetched_at=LATER)
    return written(again, b"x" * 32, Original(first.id, first.url, first.fetched_at, headers))


SAME_HEADERS = headers_digest(exchange(PAGE.encode()).headers)


@pytest.mark.parametrize(("status", "headers"), [(200, ""), (200, SAME_HEADERS), (304, "")])
def test_a_page_that_came_unchanged_is_read_from_the_record_that_holds_it(
    tmp_path: Path, status: int, headers: str
) -> None:
    records = written(exchange(PAGE.encode()), b"x" * 32) + unchanged(status, headers)
    code, rows, _ = run(saved(tmp_path, "a.warc.gz", records))
    assert code == 0
    assert [row["fetched_at"][:10] for row in rows] == ["2026-01-02", "2026-01-09"]
    assert rows[0]["body"] == rows[1]["body"]
    assert (rows[1]["url"], rows[1]["body"].startswith(PROSE)) == (URL, True)


def test_the_record_that_holds_a_page_may_lie_in_a_file_beside(tmp_path: Path) -> None:
    saved(tmp_path, "a.warc.gz", written(exchange(PAGE.encode()), b"x" * 32))
    row = one(saved(tmp_path, "b.warc.gz", unchanged()))
    assert (row["fetched_at"][:10], row["body"].startswith(PROSE)) == ("2026-01-09", True)


def test_an_unchanged_page_whose_record_is_lost_is_named(tmp_path: Path) -> None:
    torn = written(exchange(PAGE.encode()), b"x" * 32)[:-9]
    saved(tmp_path, "a.warc.gz", torn + b"damaged")
    code, rows, _ = run(saved(tmp_path, "b.warc.gz", unchanged()))
    assert code == 0
    assert rows[0]["url"] == URL
    assert "error" in rows[0]


def test_an_unchanged_page_that_no_file_holds_is_named(tmp_path: Path) -> None:
    _, rows, _ = run(saved(tmp_path, "b.warc.gz", unchanged()))
    assert [row["error"] for row in rows] == [
        "expected the page that a revisit refers to, found it in no file here"
    ]


def test_other_programs_warc_files_are_read(tmp_path: Path) -> None:
    row = one(saved(tmp_path, "a.warc", foreign(PAGE.encode())))
    assert (row["url"], row["body"].startswith(PROSE)) == (URL, True)


def test_a_damaged_warc_file_gives_what_it_holds_and_one_error(tmp_path: Path) -> None:
    whole = written(exchange(PAGE.encode()), b"x" * 32)
    code, rows, _ = run(saved(tmp_path, "a.warc.gz", whole + whole[: len(whole) // 2]))
    assert code == 0
    assert rows[0]["body"].startswith(PROSE)
    assert [("error" in row) for row in rows] == [False, True]


BAD = {
    "empty": (b"", "an empty answer"),
    "truncated": (PAGE.encode()[:300], "expected an article"),
    "too large": (b"<p>" + b"x" * LARGEST_PAGE, "more than 8 MB"),
    "nested": (b"<div>" * 20_000, "cannot be parsed"),
    "too many tags": (b"<div>" * 100_000, "more than 60000 tags"),
    "only NUL": (b"\x00" * 5000, "an empty answer"),
    "binary": (bytes(range(256)) * 20, "binary data"),
    "PDF": (b"%PDF-1.7 ...", "a PDF file"),
    "cut gzip": (gzip.compress(NOISE)[:500], "ends early"),
    "damaged gzip": (b"\x1f\x8b\x08\x00" + b"\xff" * 90, "damaged data"),
    "large gzip": (gzip.compress(b"x" * (LARGEST_PAGE + 9)), "more than 8 MB"),
    "label only": ("<p>索引号：</p>".encode(), "without a title"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_error_record(tmp_path: Path, name: str) -> None:
    content, said = BAD[name]
    row = one(saved(tmp_path, "a.html", content))
    assert said in row["error"]
    assert (row["title"], row["body"], row["body_state"]) == (None, None, "unread")


def test_nul_bytes_in_a_page_are_nothing(tmp_path: Path) -> None:
    path = saved(tmp_path, "a.html", PAGE.replace("<p>", "<p>\x00"))
    assert one(path)["body"].startswith(PROSE)


def test_a_file_that_cannot_be_opened_fails_and_the_rest_goes_on(page: Path) -> None:
    code, rows, said = run(page.parent / "none.html", page)
    assert code == 1
    assert "cannot be read" in rows[0]["error"]
    assert rows[1]["body"].startswith(PROSE)
    assert said.count("\n") == 1
    assert "What to do:" in said


@pytest.mark.parametrize(
    "options",
    [("--encoding", "klingon"), ("b.html", "--url", URL), ("--unknown",)],
    ids=["encoding", "one url for two", "option"],
)
def test_wrong_usage_exits_with_2(page: Path, options: tuple[str, ...]) -> None:
    assert run(page, *options)[0] == 2


@pytest.mark.parametrize("content", ["[1", "7", '{"url": "x"}'])
def test_a_manifest_that_is_none_is_named(page: Path, content: str) -> None:
    code, rows, said = run(page, "--manifest", saved(page.parent, "m.jsonl", content))
    assert (code, rows) == (1, [])
    assert "is no manifest" in said


def test_a_manifest_that_is_not_there_is_named(page: Path) -> None:
    code, rows, said = run(page, "--manifest", page.parent / "none.jsonl")
    assert (code, rows) == (1, [])
    assert "cannot be read" in said


def test_an_address_is_fetched_and_read() -> None:
    portal = PORTALS["leping"](5)
    key = portal.listed[0]
    with serve([portal]) as addresses:
        url = addresses["leping"] + portal.path(key).removeprefix("/")
        row = one(url)
    assert (row["file"], row["url"]) == (url, url)
    assert row["title"] == portal.entries[key].article.title


def test_an_address_that_does_not_answer_is_as_a_file_that_cannot_be_opened() -> None:
    code, (row,), said = run("http://127.0.0.1:9/")
    assert code == 1
    assert "no page came" in row["error"]
    assert "What to do:" in said


@pytest.mark.parametrize("encoding", ["base64", "idna", "undefined"])
def test_a_codec_that_is_for_no_page_is_wrong_usage(page: Path, encoding: str) -> None:
    assert run(page, "--encoding", encoding)[0] == 2


def test_a_wrong_address_is_one_error_record(page: Path) -> None:
    assert "web address" in one(page, "--url", "http://[附件]")["error"]


def record(head: str, block: bytes) -> bytes:
    start = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {URL}\r\n{head}\r\n\r\n"
    return start.encode() + block + b"\r\n\r\n"


OK = b"HTTP/1.1 200 OK\r\n\r\n"
DATE = "WARC-Date: 2026-01-02T00:00:00Z"
BAD_RECORDS = {
    "without a date": (record(f"Content-Length: {len(OK)}", OK), "with the date ''"),
    "of no length": (record(f"{DATE}\r\nContent-Length: x", OK), "without a status line"),
    "too large": (
        record(f"{DATE}\r\nContent-Length: {len(OK) + 9 * MB}", OK + b"x" * (9 * MB)),
        "more than 8 MB",
    ),
}


@pytest.mark.parametrize("name", BAD_RECORDS)
def test_a_bad_warc_record_is_one_error_record(tmp_path: Path, name: str) -> None:
    content, said = BAD_RECORDS[name]
    _, (row,), _ = run(saved(tmp_path, "a.warc.gz", gzip.compress(content)))
    assert said in row["error"]


def test_behind_a_record_that_unpacks_without_end_nothing_is_read(tmp_path: Path) -> None:
    large = record(f"{DATE}\r\nContent-Length: {300 * MB}", OK + b"x" * (9 * MB))
    code, rows, _ = run(saved(tmp_path, "a.warc.gz", gzip.compress(large + foreign(b"<p>"))))
    assert code == 0
    assert ["more than 8 MB" in rows[0]["error"], "is not read" in rows[1]["error"]] == [True] * 2
    assert len(rows) == 2


MEASURED = """
import resource, sys
from govreports.cli import main
sys.argv = ["govreports", "extract", *sys.argv[1:]]
try:
    main()
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, file=sys.stderr)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss is in KB on Linux only")
def test_what_is_too_large_is_not_taken_into_memory(tmp_path: Path) -> None:
    small = saved(tmp_path, "small.html", PAGE)
    huge = saved(tmp_path, "huge.html", b"<p>")
    with huge.open("r+b") as file:
        file.truncate(2**32)
    bomb = saved(tmp_path, "bomb.gz", gzip.compress(bytes(64 * MB), 1))
    usual, most = memory_for(small), memory_for(huge, bomb)
    assert most < usual + 4 * LARGEST_PAGE // MB


def memory_for(*files: Path) -> int:
    """The peak memory of one run in MB."""
    command = [sys.executable, "-c", MEASURED, *map(str, files)]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    assert run.stdout.count("\n") == len(files)
    return int(run.stderr.split()[-1])
