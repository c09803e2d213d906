"""A crawl of a portal whose file is broken is refused before anything is fetched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.crawling import ROOT
from tests.portals.projects import Project

if TYPE_CHECKING:
    from pathlib import Path

LEPING = (ROOT / "spiders" / "leping.py").read_text("utf-8")


def test_two_portals_of_one_name_are_refused_and_both_files_named(tmp_path: Path) -> None:
    project = Project.made(tmp_path)
    project.add("leping", LEPING)
    project.add("copy", LEPING)
    crawled = project.scrapy("crawl", "leping")
    assert crawled.returncode == 1
    assert "leping.py:7: the name 'leping' stands in copy.py too" in crawled.stderr
    assert "copy.py:7: the name 'leping' stands in leping.py too" in crawled.stderr
    assert "Traceback" not in crawled.stderr
    assert not (tmp_path / "data").exists()
