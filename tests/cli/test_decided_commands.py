"""`merge` and `split`, and what `history`, `diff` and `export` make of them."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from govreports.cli import app
from govreports.store.migrations import upgrade
from tests.crawling import ROOT
from tests.store.portal import BODY, OTHER_BODY, Crawl, url
from tests.store.twofold import THIRD_BODY, id_of, moved, reused

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

A, B = id_of("a"), id_of("b")


@pytest.fixture
def crawl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Crawl]:
    folder = tmp_path / "data"
    address = f"sqlite:///{folder / 'govreports.db'}"
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr("govreports.settings.GOVREPORTS_DATA_DIR", str(folder))
    monkeypatch.setattr("govreports.settings.GOVREPORTS_DATABASE_URL", address)
    crawl = Crawl(address, folder / "archive")
    upgrade(crawl.store.engine)
    crawl.run()
    yield crawl
    crawl.store.close()


def run(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, list(words))
    assert result.exit_code == code, result.output
    return " ".join(result.output.split())


def history(report_id: str) -> dict[str, Any]:
    result = CliRunner().invoke(app, ["history", report_id, "--format", "json"])
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def exported(folder: Path, *words: str) -> list[tuple[str, str, str]]:
    file = folder / "reports.csv"
    run("export", "-o", str(file), *words)
    with file.open(encoding="utf-8-sig", newline="") as stream:
        return [(row["report_id"], row["version"], row["body"]) for row in csv.DictReader(stream)]


def test_merge_says_what_it_did_and_how_to_take_it_back(crawl: Crawl) -> None:
    moved(crawl)
    said = run("merge", B, A, "--note", "网站改版")
    assert said.startswith(f"{B} merged into {A} {A}: 3 versions")
    assert said.endswith(f"govreports merge --undo {B}")
    said = run("merge", "--undo", B)
    assert said == f"taken back: the merge of {B} {B}: 1 versions {A}: 2 versions"


def test_an_id_that_was_merged_still_shows_its_report(crawl: Crawl) -> None:
    moved(crawl)
    run("merge", B, A, "--note", "网站改版")
    said = run("history", B)
    assert f"{B} is held by {A} now" in said
    assert f"{B} 并入 merged into {A} 网站改版" in said
    assert f"{B} 1 → {A} 3" in said
    found = history(B)
    assert found["report_id"] == A
    assert [one["version"] for one in found["versions"]] == [1, 2, 3]
    assert [one["note"] for one in found["decisions"]] == ["网站改版"]


def test_a_version_cited_under_an_id_that_was_merged_is_found(crawl: Crawl) -> None:
    crawl.save({"url": url("b"), "title": "b年度报告", "body": THIRD_BODY})
    for body in (BODY, OTHER_BODY):
        crawl.run()
        crawl.save({"url": url("a"), "title": "a年度报告", "body": body})
    before = run("diff", A, "1", "2")
    run("merge", A, B)
    after = run("diff", A, "1", "2")
    assert f"{A} is held by {B} now" in after
    assert "version 2" in after
    assert "version 3" in after
    assert after.partition(" [-")[2] == before.partition(" [-")[2]


def test_exports_hold_one_report_after_a_merge_and_two_after_a_split(
    crawl: Crawl, tmp_path: Path
) -> None:
    moved(crawl)
    assert len(exported(tmp_path)) == 2
    run("merge", B, A)
    assert exported(tmp_path) == [(A, "3", THIRD_BODY)]
    every = exported(tmp_path, "--versions", "all")
    assert every == [(A, "1", BODY), (A, "2", OTHER_BODY), (A, "3", THIRD_BODY)]
    run("split", A, "--url", url("b"))
    assert set(exported(tmp_path)) == {(A, "2", OTHER_BODY), (B, "1", THIRD_BODY)}


def test_split_from_a_version_on(crawl: Crawl) -> None:
    reused(crawl)
    said = run("split", A, "2", "--note", "每年换文")
    parted, _, rest = said.partition(" split from ")
    assert rest.startswith(f"{A} {A}: 1 versions {parted}: 1 versions")
    assert f"{parted} 拆分自 split from {A} 每年换文" in run("history", A)
    assert f"{A} 2 → {parted} 1" in run("history", parted)
    assert "同一网址换成另一报告" in run("history", A)
    assert history(A)["addresses"] == []
    said = run("split", "--undo", parted)
    assert said == f"taken back: the split of {parted} {A}: 2 versions"
    assert "撤销 taken back" in run("history", parted)


def test_merge_into_an_id_that_was_merged_goes_where_it_leads(crawl: Crawl) -> None:
    moved(crawl)
    crawl.save({"url": url("c"), "title": "c年度报告", "body": BODY})
    run("merge", B, A)
    said = run("merge", id_of("c"), B)
    assert f"{id_of('c')} merged into {A}" in said
    refused = run("merge", B, id_of("c"), code=1)
    assert f"{B} has been taken into {A}" in refused
    assert "nothing was changed" in refused


def test_an_unknown_id_names_the_nearest(crawl: Crawl) -> None:
    moved(crawl)
    for words in (("merge", A[:-1] + "x", B), ("merge", B, A[:-1] + "x"), ("split", A[:-1], "2")):
        assert f"did you mean {A}" in run(*words, code=1)


@pytest.mark.usefixtures("crawl")
@pytest.mark.parametrize(
    "words",
    [
        ("merge", A),
        ("merge", A, B, "--undo"),
        ("split", A),
        ("split", A, "2", "--undo"),
        ("split", A, "2", "--url", "http://x.cn/"),
    ],
)
def test_half_of_a_decision_is_wrong_usage(words: tuple[str, ...]) -> None:
    assert "Usage" in run(*words, code=2)
