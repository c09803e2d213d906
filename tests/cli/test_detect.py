from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from govreports.cli import app
from govreports.replica.portals import PORTALS
from govreports.replica.server import serve

if TYPE_CHECKING:
    from pathlib import Path

URL = "http://www.example.gov.cn/info/1002/3004.htm"


def run(*words: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["detect", *map(str, words)])
    return result.exit_code, result.stdout, result.stderr


def saved(folder: Path, content: bytes, name: str = "a.html") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_families_are_named_with_their_evidence_one_a_line(tmp_path: Path) -> None:
    code, said, _ = run(saved(tmp_path, b"<div class='TRS_Editor'>x</div>"))
    assert code == 0
    first, last = said.splitlines()
    assert first.split()[:2] == ["trs", "85"]
    assert "TRS_Editor" in first
    assert last.split()[0] == "generic"


def test_the_address_is_evidence_too(tmp_path: Path) -> None:
    page = saved(tmp_path, b"<p>x</p>")
    assert "vsb" not in run(page)[1]
    assert "vsb" in run(page, "--url", URL)[1]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.html"),
        (b"%PDF-1.7", "a.html"),
        (b"\x1f\x8b\x08\x00\xff\xff", "a.gz"),
        (b"WARC/1.1\r\n\r\n", "a.warc"),
    ],
)
def test_what_holds_no_page_is_one_line_with_a_remedy(
    tmp_path: Path, content: bytes, name: str
) -> None:
    code, said, error = run(saved(tmp_path, content, name))
    assert (code, said) == (1, "")
    assert error.count("\n") == 1
    assert name in error
    assert "What to do:" in error


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    code, _, error = run(tmp_path / "none.html")
    assert code == 1
    assert "none.html cannot be read" in error


def test_an_address_is_fetched_once_after_robots_txt() -> None:
    portal = PORTALS["leping"](5)
    path = portal.path(portal.listed[0])
    with serve([portal]) as addresses:
        code, said, error = run(addresses["leping"] + path.removeprefix("/"))
    assert (code, error) == (0, "")
    assert said.startswith("trs")
    assert [hit.target for hit in portal.log()] == ["/robots.txt", path]


def test_an_address_that_does_not_answer_is_one_line_with_a_remedy() -> None:
    code, said, error = run("http://127.0.0.1:9/")
    assert (code, said) == (1, "")
    assert "http://127.0.0.1:9/ gave no page" in error
    assert "What to do:" in error
