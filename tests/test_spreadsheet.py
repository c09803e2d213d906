"""The CSV as a spreadsheet opens it: LibreOffice converts it, and every cell is still there."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from govreports.feeds import COLUMNS, CsvReports
from govreports.replica.portals import PORTALS
from govreports.replica.server import serve

if TYPE_CHECKING:
    from pathlib import Path

    from tests.crawling import Crawler

# LibreOffice's own words: fields separated by commas, UTF-8 (76), every column as text (2).
TEXT_COLUMNS = "/".join(f"{number}/2" for number in range(1, len(COLUMNS) + 1))
IMPORT = f"CSV:44,34,76,1,{TEXT_COLUMNS}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


@pytest.fixture(scope="module")
def office() -> str:
    found = shutil.which("soffice")
    if found is None:
        message = "LibreOffice is not installed (Debian: libreoffice-calc)"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return found


def opened(office: str, file: Path) -> list[list[str]]:
    """Return the sheet's cells as LibreOffice read them, by way of its flat XML."""
    profile = file.parent / "profile"
    command = [office, "--headless", f"-env:UserInstallation=file://{profile}"]
    command += ["--infilter=" + IMPORT, "--convert-to", "fods", "--outdir", str(file.parent)]
    subprocess.run([*command, str(file)], check=True, capture_output=True, timeout=120)
    root = ET.parse(file.with_suffix(".fods")).getroot()  # noqa: S314 - LibreOffice wrote it just now
    rows = [cells(row) for row in root.iter(f"{TABLE}table-row")]
    return [row for row in rows if any(row)]


def cells(row: ET.Element) -> list[str]:
    values: list[str] = []
    for cell in row.iter(f"{TABLE}table-cell"):
        assert cell.get(f"{TABLE}formula") is None, "a cell of the feed is run as a formula"
        repeated = int(cell.get(f"{TABLE}number-columns-repeated", "1"))
        text = "\n".join("".join(part.itertext()) for part in cell.iter(f"{TEXT}p"))
        values += [text] * repeated
    return values[: len(COLUMNS)]


def test_a_crawls_csv_opens_with_its_columns_and_its_chinese_intact(
    office: str, crawler: Crawler
) -> None:
    portal = PORTALS["jinshui"](20)
    key = portal.listed[0]
    portal.edit(key, title="=cmd()|' /C calc'!A0")
    with serve([portal]) as addresses:
        feed = crawler.folder / "reports.csv"
        crawled = crawler.crawl("jinshui", addresses["jinshui"], output=feed)
    assert crawled.exit_code == 0, crawled.said
    header, *rows = opened(office, feed)
    assert header == list(COLUMNS)
    titles = {row[COLUMNS.index("title")] for row in rows}
    expected = {portal.entries[other].article.title for other in portal.listed if other != key}
    assert titles == expected | {"'=cmd()|' /C calc'!A0"}
    bodies = {row[COLUMNS.index("body")] for row in rows}
    # LibreOffice drops tabs on import: no cell of its can hold one.
    written = [portal.entries[key].article.body() or "" for key in portal.listed]
    assert bodies == {body.replace("\t", "") for body in written}


def test_an_empty_runs_csv_opens_with_its_header(office: str, tmp_path: Path) -> None:
    file = io.BytesIO()
    exporter = CsvReports(file)
    exporter.start_exporting()
    exporter.finish_exporting()
    path = tmp_path / "empty.csv"
    path.write_bytes(file.getvalue())
    assert opened(office, path) == [list(COLUMNS)]


def test_a_crawl_that_finds_nothing_still_writes_bom_and_header(crawler: Crawler) -> None:
    portal = PORTALS["jinshui"](5)
    portal.break_listing("empty")
    with serve([portal]) as addresses:
        feed = crawler.folder / "reports.csv"
        crawled = crawler.crawl("jinshui", addresses["jinshui"], output=feed)
    assert crawled.exit_code == 1
    assert feed.read_bytes().startswith(b"\xef\xbb\xbfportal,url,title,")
    assert list(csv.reader(io.StringIO(feed.read_text(encoding="utf-8-sig")))) == [list(COLUMNS)]
