from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from govreports.cli import app
from govreports.cli.tables import COLUMNS
from tests.annual_tables.forms import (
    applications,
    applications_head,
    applications_rows,
    disclosed_rows,
    table,
)
from tests.reading.pages import PROSE, URL, article

if TYPE_CHECKING:
    from pathlib import Path

TITLE = "测试区2022年政府信息公开工作年度报告"
CELLS = applications()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    body = table(*disclosed_rows()) + table(*applications_head(), *applications_rows(CELLS))
    report = article(f"<div id='zoom'><p>{PROSE}</p>{body}</div>", title=TITLE)
    (tmp_path / "nb.html").write_text(report, encoding="utf-8")
    other = article(f"<div id='zoom'><p>{PROSE}</p></div>")
    (tmp_path / "other.html").write_text(other, encoding="utf-8")
    (tmp_path / "manifest.jsonl").write_text(f'{{"file": "nb.html", "url": "{URL}"}}\n')
    return tmp_path


def run(*words: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["tables", *map(str, words)])
    return result.exit_code, result.stdout, result.stderr


def test_each_cell_is_a_line_with_its_names_and_its_report(folder: Path) -> None:
    output = folder / "tables.csv"
    files = (folder / "nb.html", folder / "other.html")
    code, said, errors = run(*files, "--manifest", folder / "manifest.jsonl", "-o", output)
    assert (code, said) == (0, "")
    assert errors == "2 pages read, 1 of them reports with tables\n"
    with output.open(encoding="utf-8-sig", newline="") as stream:
        lines = list(csv.DictReader(stream))
    assert len(lines) == 10 + 7 * len(CELLS)
    assert tuple(lines[0]) == COLUMNS
    assert {(line["url"], line["title"], line["report_year"], line["form"]) for line in lines} == {
        (URL, TITLE, "2022", "2021")
    }
    first = [line["value"] for line in lines if line["row_name"] == "本年新收政府信息公开申请数量"]
    assert first == [str(value) for value in CELLS["received"].values()]
    assert lines[9]["value"] == "61.25"


def test_without_a_file_to_write_the_lines_go_to_stdout(folder: Path) -> None:
    code, said, _ = run(folder / "nb.html")
    assert code == 0
    assert said.splitlines()[0] == ",".join(COLUMNS)
    assert ",applications,received,本年新收政府信息公开申请数量,natural_persons,自然人," in said


def test_what_does_not_add_up_is_named_on_stderr(folder: Path) -> None:
    page = folder / "nb.html"
    total = CELLS["received"]["total"]
    wrong = page.read_text("utf-8").replace(f">{total}<", f">{total + 1}<", 1)
    page.write_text(wrong, encoding="utf-8")
    code, _, errors = run(page, "-o", folder / "t.csv")
    assert code == 0
    assert f"applications: received: columns add up to {total}" in errors


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("none.html",), "none.html cannot be read"),
        (("nb.html", "-o", "none/t.csv"), "none/t.csv cannot be written"),
    ],
)
def test_a_file_that_is_not_there_is_one_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(folder)
    code, _, errors = run(*words)
    assert code == 1
    assert said in errors
    assert errors.count("\n") == 1
