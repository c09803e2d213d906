from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from govreports.cli import app
from tests.crawling import ROOT
from tests.store.portal import PORTAL, Crawl, page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def crawl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Crawl]:
    """A store that the command finds by its settings."""
    monkeypatch.chdir(ROOT)
    url = f"sqlite:///{tmp_path / 'store.db'}"
    monkeypatch.setattr("govreports.settings.GOVREPORTS_DATABASE_URL", url)
    crawl = Crawl(url, tmp_path / "archive")
    crawl.run()
    yield crawl
    crawl.store.close()


def gaps(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["gaps", *words])
    return result.exit_code, result.output


def test_gaps_are_listed_by_series(crawl: Crawl) -> None:
    for path, number in (("a", 1), ("b", 2), ("c", 6)):
        crawl.save(page(path, document_number=f"金政〔2021〕{number}号"))
    code, said = gaps()
    assert code == 0
    assert said.splitlines()[1].split() == [PORTAL, "金政", "2021", "3", "6", "3", "3-5"]
    code, said = gaps(PORTAL, "--csv")
    assert said.splitlines()[1] == f"{PORTAL},金政,2021,3,6,3,3-5"


def test_a_store_without_gaps_says_so(crawl: Crawl) -> None:
    crawl.save(page("a", document_number="金政〔2021〕1号"))
    assert gaps() == (0, "no gap in any series of 发文字号\n")


def test_a_store_that_does_not_open_is_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "store.db").write_bytes(b"no database at all" * 100)
    url = f"sqlite:///{tmp_path / 'store.db'}"
    monkeypatch.setattr("govreports.settings.GOVREPORTS_DATABASE_URL", url)
    monkeypatch.chdir(ROOT)
    code, said = gaps()
    assert code == 1
    assert said.startswith("govreports: ")
    assert "Traceback" not in said
