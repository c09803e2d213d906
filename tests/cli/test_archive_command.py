"""`govreports archive check` over a small store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update
from typer.testing import CliRunner

from govreports.archive.placement import SUFFIX, open_path
from govreports.cli import app
from govreports.store import models
from govreports.store.engine import open_database, writing
from tests.crawling import ROOT
from tests.store.portal import Crawl, page

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data directory with three reports."""
    folder = tmp_path / "data"
    url = f"sqlite:///{folder / 'govreports.db'}"
    monkeypatch.chdir(ROOT)
    # Settings are read when their module is imported, once a process.
    monkeypatch.setattr("govreports.settings.GOVREPORTS_DATA_DIR", str(folder))
    monkeypatch.setattr("govreports.settings.GOVREPORTS_DATABASE_URL", url)
    crawl = Crawl(url, folder / "archive")
    crawl.run()
    for number in range(3):
        crawl.save(page(f"{number}.html", index_number=f"{number}"))
    crawl.store.close()
    return folder


def check(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["archive", "check", *words])
    return result.exit_code, " ".join(result.output.split())


def archive_file(data: Path) -> Path:
    (path,) = (data / "archive").glob(f"*{SUFFIX}")
    return path


def test_a_whole_archive_is_said_to_be_whole(data: Path) -> None:
    code, said = check()
    assert (code, said) == (
        0,
        "1 files, 4 whole records (0 of them unknown to the store), 0 faults",
    )
    assert archive_file(data).exists()


def test_a_damaged_record_fails_and_the_rest_is_checked(data: Path) -> None:
    path = archive_file(data)
    path.write_bytes(path.read_bytes()[:-20])
    code, said = check()
    assert code == 1
    assert path.name in said
    assert "3 whole records" in said


def test_a_missing_file_is_one_line(data: Path) -> None:
    archive_file(data).unlink()
    code, said = check()
    assert code == 1
    assert said.count("the file is missing") == 1


def test_a_part_without_a_record_is_named_with_its_version(data: Path) -> None:
    engine = open_database(f"sqlite:///{data / 'govreports.db'}")
    with writing(engine, "spoiling") as connection:
        spoilt = update(models.versions).values(part_capture_ids=["no-such-record"])
        connection.execute(spoilt)
    engine.dispose()
    code, said = check()
    assert code == 1
    assert said.count("no-such-record") == 3


def test_repair_cuts_the_torn_end_of_a_file_that_was_left_open(data: Path) -> None:
    path = archive_file(data)
    torn = path.read_bytes()[:20]
    left = open_path(path.parent, path.name)
    path.rename(left)
    with left.open("ab") as file:
        file.write(torn)
    code, said = check()
    assert code == 1
    assert "--repair" in said
    code, said = check("--repair")
    assert code == 0
    assert "20 bytes cut off" in said
    assert archive_file(data) == path
