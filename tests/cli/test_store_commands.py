"""`export`, `history` and `diff` over a small store, and what they say where something is wrong."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from govreports.cli import app
from govreports.store.engine import open_database
from govreports.store.migrations import HEAD
from govreports.store.queries import Queries
from tests.benchmarks.filling import fill
from tests.crawling import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from govreports.store.answers import Entry


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data directory of its own, without a store."""
    folder = tmp_path / "data"
    monkeypatch.chdir(ROOT)
    # Settings are read when their module is imported, once a process.
    monkeypatch.setattr("govreports.settings.GOVREPORTS_DATA_DIR", str(folder))
    monkeypatch.setattr(
        "govreports.settings.GOVREPORTS_DATABASE_URL", f"sqlite:///{folder / 'govreports.db'}"
    )
    return folder


@pytest.fixture
def entries(data: Path) -> list[Entry]:
    """Four reports, two of them in two versions."""
    url = f"sqlite:///{data / 'govreports.db'}"
    fill(url, 6, 100)
    engine = open_database(url)
    found = list(Queries(engine).latest())
    engine.dispose()
    return found


@pytest.fixture
def edited(entries: list[Entry]) -> str:
    return next(entry.report_id for entry in entries if entry.report.version == 2)


@pytest.fixture
def single(entries: list[Entry]) -> str:
    return next(entry.report_id for entry in entries if entry.report.version == 1)


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(words))
    return result.exit_code, " ".join(result.output.split())


def rows_in(file: Path) -> int:
    return len(file.read_text("utf-8").splitlines())


@pytest.mark.usefixtures("entries")
def test_export_goes_to_a_new_file_in_the_exports_folder(data: Path) -> None:
    code, said = run("export")
    assert code == 0, said
    (file,) = (data / "exports").glob("reports-*-??????.csv")
    assert said.startswith(f"4 rows: {file}")
    assert (data / "exports" / "datapackage.json").exists()


@pytest.mark.usefixtures("entries")
@pytest.mark.parametrize("name", ["reports.jsonl", "REPORTS.JSONL"])
def test_export_takes_the_format_from_the_files_name(tmp_path: Path, name: str) -> None:
    code, said = run("export", "--versions", "all", "-o", str(tmp_path / name))
    assert code == 0, said
    assert rows_in(tmp_path / name) == 6


@pytest.mark.usefixtures("entries")
def test_export_of_a_format_that_is_named_takes_any_file_name(tmp_path: Path) -> None:
    file = tmp_path / "年报.txt"
    assert run("export", "--format", "jsonl", "--portal", "jinshui", "-o", str(file))[0] == 0
    assert rows_in(file) == 4


@pytest.mark.usefixtures("entries")
def test_export_of_an_unknown_portal_names_those_that_there_are(data: Path) -> None:
    code, said = run("export", "--portal", "atlantis")
    assert code == 1
    assert "no report of 'atlantis'" in said
    assert said.endswith("jinshui")
    assert not (data / "exports").exists()


@pytest.mark.usefixtures("entries")
def test_export_into_a_folder_of_that_name_is_refused(tmp_path: Path) -> None:
    code, said = run("export", "-o", str(tmp_path))
    assert (code, "is a folder" in said) == (1, True)


@pytest.mark.usefixtures("entries")
def test_export_to_where_nobody_may_write_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    code, said = run("export", "-o", str(tmp_path / "file" / "reports.csv"))
    assert code == 1
    assert "cannot be written" in said
    assert "Traceback" not in said


@pytest.mark.usefixtures("entries")
def test_export_beside_a_strangers_package_is_refused(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_text("{}", encoding="utf-8")
    code, said = run("export", "-o", str(tmp_path / "reports.csv"))
    assert (code, "another folder" in said) == (1, True)
    assert not (tmp_path / "reports.csv").exists()


@pytest.mark.parametrize("command", [["export"], ["history", "a-b"], ["diff", "a-b"]], ids=" ".join)
def test_without_a_store_nothing_is_made_and_the_remedy_named(
    data: Path, command: list[str]
) -> None:
    code, said = run(*command)
    assert code == 1
    assert "there is no store at" in said
    assert "crawl a portal first" in said
    assert not (data / "govreports.db").exists()


def test_an_empty_database_is_to_be_upgraded(data: Path) -> None:
    data.mkdir()
    (data / "govreports.db").touch()
    code, said = run("export")
    assert code == 1
    assert f"is empty, and this program reads {HEAD}" in said
    assert said.endswith("govreports db upgrade")


def test_history_shows_a_report(edited: str) -> None:
    code, said = run("history", edited)
    assert code == 0, said
    assert said.startswith(edited)
    assert re.search(r"正文 body \+\d 句", said)
    assert "bench.warc.gz @ " in said


def test_diff_shows_the_last_two_versions(edited: str) -> None:
    code, said = run("diff", edited)
    assert code == 0, said
    assert "version 1" in said
    assert "{+" in said


def test_diff_compares_in_the_order_asked_for(edited: str) -> None:
    found = json.loads(CliRunner().invoke(app, ["diff", edited, "2", "1", "--format=json"]).output)
    assert (found["old"]["version"], found["new"]["version"]) == (2, 1)
    assert [part["kind"] for part in found["body"]] == ["kept", "deleted"]


def test_diff_of_a_version_with_itself_finds_nothing(edited: str) -> None:
    assert "no difference" in run("diff", edited, "1", "1")[1]


@pytest.mark.parametrize(("view", "start"), [("html", "<!DOCTYPE html>"), ("text", "jinshui-")])
def test_diff_can_go_into_a_file(edited: str, tmp_path: Path, view: str, start: str) -> None:
    file = tmp_path / "diff"
    assert run("diff", edited, "--format", view, "-o", str(file)) == (0, "")
    assert file.read_text("utf-8").startswith(start)
    code, said = run("diff", edited, "-o", str(tmp_path))
    assert (code, "cannot be written" in said) == (1, True)


def test_a_report_of_one_version_has_nothing_to_compare(single: str) -> None:
    code, said = run("diff", single)
    assert (code, "one version only" in said) == (1, True)


@pytest.mark.parametrize("command", ["history", "diff"])
def test_an_unknown_id_names_the_nearest(edited: str, command: str) -> None:
    code, said = run(command, edited[:-1] + "_")
    assert code == 1
    assert f"there is no report '{edited[:-1]}_'" in said
    assert f"did you mean {edited}" in said


def test_an_id_like_no_other_names_how_to_find_one(edited: str) -> None:
    del edited
    code, said = run("history", "x")
    assert (code, "govreports export" in said) == (1, True)


def test_a_version_that_is_not_there_names_those_that_are(edited: str) -> None:
    code, said = run("diff", edited, "1", "7")
    assert code == 1
    assert f"{edited} has no version 7" in said
    assert said.endswith("from 1 to 2")


def test_one_version_alone_is_wrong_usage(edited: str) -> None:
    assert run("diff", edited, "1")[0] == 2
