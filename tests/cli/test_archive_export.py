"""`govreports archive export` over a small store."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from govreports.cli import app
from tests.crawling import ROOT
from tests.store.portal import PORTAL, Crawl, page

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data directory, empty so far."""
    folder = tmp_path / "data"
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("govreports.settings.GOVREPORTS_DATA_DIR", str(folder))
    url = f"sqlite:///{folder / 'govreports.db'}"
    monkeypatch.setattr("govreports.settings.GOVREPORTS_DATABASE_URL", url)
    return folder


@pytest.fixture
def ids(folder: Path) -> list[str]:
    """Three reports in it."""
    crawl = Crawl(f"sqlite:///{folder / 'govreports.db'}", folder / "archive")
    crawl.run()
    found = [crawl.save(page(f"{number}.html", index_number=f"{number}")) for number in range(3)]
    crawl.store.close()
    return [stored.report_id for stored in found]


def run(*words: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["archive", "export", *map(str, words)])
    return result.exit_code, " ".join(result.output.split())


def test_everything_goes_into_a_new_file_of_the_data_directory(
    folder: Path, ids: list[str]
) -> None:
    code, said = run()
    (file,) = (folder / "exports").iterdir()
    assert file.suffix == ".wacz"
    assert (code, said) == (0, f"{len(ids)} records, 3 pages: {file}")


def test_one_report_can_be_handed_on(folder: Path, ids: list[str]) -> None:
    file = folder / "one.wacz"
    code, said = run(ids[1], "--format", "wacz", "-o", file)
    assert (code, said) == (0, f"1 records, 1 pages: {file}")
    with zipfile.ZipFile(file) as packed:
        assert ids[1] in packed.read("pages/pages.jsonl").decode()


def test_a_portal_can_be_handed_on(folder: Path, ids: list[str]) -> None:
    code, said = run("--portal", PORTAL, "-o", folder / "portal.wacz")
    assert (code, said.split(":")[0]) == (0, f"{len(ids)} records, 3 pages")


@pytest.mark.usefixtures("ids")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["nobody-0000000000"], "holds no report nobody-0000000000"),
        (["--portal", "xinmi"], "holds no report of 'xinmi'"),
        (["x", "--portal", PORTAL], "name the one or the other"),
        (["-o", "."], "is a folder"),
    ],
)
def test_what_cannot_be_is_said_in_a_line(words: list[str], expected: str) -> None:
    code, said = run(*words)
    assert code == 1
    assert expected in said


def test_an_unknown_format_is_wrong_usage(folder: Path) -> None:
    assert run("--format", "zip", "-o", folder / "a.zip")[0] == 2


def test_without_a_store_it_is_said(folder: Path) -> None:
    code, said = run()
    assert (code, "no store" in said) == (1, True)
    assert not (folder / "exports").exists()


def test_a_missing_file_is_named_and_the_rest_written(folder: Path, ids: list[str]) -> None:
    (path,) = (folder / "archive").iterdir()
    path.unlink()
    code, said = run("-o", folder / "a.wacz")
    assert code == 1
    assert said.startswith(f"0 records, {len(ids)} pages")
    assert f"{path.name}: the file is missing" in said


def test_a_folder_that_cannot_be_made_is_named(folder: Path, ids: list[str]) -> None:
    assert ids
    (folder / "file").write_text("in the way")
    code, said = run("-o", folder / "file" / "a.wacz")
    assert (code, "cannot be written" in said) == (1, True)
