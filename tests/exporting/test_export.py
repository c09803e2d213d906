"""Whole exports of a store, on each engine."""

from __future__ import annotations

import csv
import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from pyarrow import parquet
from sqlalchemy import text

from govreports.archive.reader import read_exchange
from govreports.exporting.errors import ExportError
from govreports.exporting.export import Exported, Order, export
from govreports.exporting.formats import Format
from govreports.store.engine import writing
from govreports.store.migrations import HEAD
from govreports.store.snapshot import Chosen
from tests.exporting.entries import rows_of
from tests.store.portal import BODY, OTHER_BODY, PORTAL, SITE, page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from govreports.exporting.export import Pair
    from tests.store.portal import Crawl

NOW = datetime(2026, 3, 9, tzinfo=UTC)
ALL = Chosen(every_version=True)


@pytest.fixture
def filled(crawl: Crawl) -> Crawl:
    """`a` in two versions, `b` and `c` in one."""
    for path in "abc":
        crawl.save(page(path))
    crawl.run()
    crawl.save(page("a", body=OTHER_BODY))
    return crawl


def exported(crawl: Crawl, file: Path, chosen: Chosen = ALL) -> Exported:
    order = Order(file, Format(file.suffix[1:]), chosen, NOW)
    return export(crawl.store.engine, order)


def csv_rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def read(file: Path) -> list[dict[str, Any]]:
    match file.suffix:
        case ".csv":
            return list(csv_rows(file))
        case ".xlsx":
            return list(rows_of(file))
        case ".parquet":
            found: list[dict[str, Any]] = parquet.read_table(file).to_pylist()
            return found
        case _:
            return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("format_", Format)
def test_every_format_holds_every_version(filled: Crawl, tmp_path: Path, format_: Format) -> None:
    made = exported(filled, tmp_path / f"reports.{format_}")
    rows = read(made.files[0])
    expected = [
        (entry.report_id, entry.report.version, entry.report.body)
        for entry in filled.store.all_versions()
    ]
    found = [(row["report_id"], int(row["version"]), row["body"]) for row in rows]
    assert sorted(found) == sorted(expected)
    assert made.rows == 4
    assert {row["body"] for row in rows} == {BODY, OTHER_BODY}


def test_the_latest_versions_alone_can_be_had(filled: Crawl, tmp_path: Path) -> None:
    rows = csv_rows(exported(filled, tmp_path / "a.csv", Chosen()).files[0])
    assert sorted(row["version"] for row in rows) == ["1", "1", "2"]


def test_each_row_has_its_origin_beside_it(filled: Crawl, tmp_path: Path) -> None:
    made = exported(filled, tmp_path / "a.csv")
    data, origins = (csv_rows(file) for file in made.files[:2])
    key = ("report_id", "version")
    assert [[row[name] for name in key] for row in data] == [
        [row[name] for name in key] for row in origins
    ]
    for origin in origins:
        exchange = read_exchange(filled.archive, origin["warc_file"], int(origin["warc_offset"]))
        assert (exchange.id, exchange.url) == (origin["record_id"], origin["url"])


def test_the_package_describes_both_files(filled: Crawl, tmp_path: Path) -> None:
    made = exported(filled, tmp_path / "a.csv", Chosen(portal=PORTAL))
    assert [file.name for file in made.files] == [
        "a.csv",
        "a.csv.provenance.csv",
        "datapackage.json",
    ]
    data, origins = json.loads(made.files[2].read_text("utf-8"))["resources"]
    assert (data["path"], origins["path"]) == ("a.csv", "a.csv.provenance.csv")
    assert (data["rows"], data["versions"], data["portal"]) == (3, "latest", PORTAL)
    assert data["created"] == NOW.isoformat()
    assert data["database_revision"] == HEAD
    assert data["sources"] == [{"title": PORTAL, "path": f"{SITE}/"}]
    with made.files[0].open(encoding="utf-8-sig", newline="") as stream:
        header = next(csv.reader(stream))
    assert [field["name"] for field in data["schema"]["fields"]] == header


def test_nothing_else_is_left_in_the_folder(filled: Crawl, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    made = exported(filled, folder / "a.xlsx")
    assert sorted(folder.iterdir()) == sorted(made.files)


def test_an_export_that_fails_leaves_the_earlier_one_whole(filled: Crawl, tmp_path: Path) -> None:
    made = exported(filled, tmp_path / "out" / "a.csv")
    before = {file: file.read_bytes() for file in made.files}
    with writing(filled.store.engine, "losing presence") as connection:
        connection.execute(text("DELETE FROM presence"))
    with pytest.raises(ExportError, match="holds 4 versions, and 0 could be read"):
        exported(filled, tmp_path / "out" / "a.csv")
    assert {file: file.read_bytes() for file in (tmp_path / "out").iterdir()} == before


def test_a_package_of_somebody_else_is_refused_before_anything_is_written(
    filled: Crawl, tmp_path: Path
) -> None:
    (tmp_path / "datapackage.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ExportError, match="not written by govreports"):
        exported(filled, tmp_path / "a.csv")
    assert not (tmp_path / "a.csv").exists()


def test_parquet_without_its_library_names_the_command(
    filled: Crawl, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "govreports.exporting.parquet_file", raising=False)
    with pytest.raises(ExportError, match="pyarrow") as refused:
        exported(filled, tmp_path / "out" / "a.parquet")
    assert "pip install" in refused.value.remedy
    assert list((tmp_path / "out").iterdir()) == []


def test_rows_can_be_watched_as_they_pass(filled: Crawl, tmp_path: Path) -> None:
    seen: list[int] = []

    def watch(rows: Iterable[Pair], count: int) -> Iterator[Pair]:
        seen.append(count)
        for row in rows:
            seen.append(row[1].version)
            yield row

    export(filled.store.engine, Order(tmp_path / "a.csv", Format.CSV, ALL, NOW), watch)
    assert (seen[0], sorted(seen[1:])) == (4, [1, 1, 1, 2])
