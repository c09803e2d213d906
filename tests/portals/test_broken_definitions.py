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


def test_where_the_log_goes_to_a_file_it_says_why_there_was_no_crawl(tmp_path: Path) -> None:
    project = Project.made(tmp_path)
    project.add("leping", LEPING.replace('"trs"', '"trss"'))
    log = tmp_path / "job.log"
    crawled = project.scrapy("crawl", "leping", "--logfile", str(log))
    assert crawled.returncode == 1
    assert "family is 'trss'" in crawled.stderr
    assert "ERROR: " + crawled.stderr.strip() in log.read_text("utf-8")


def test_an_argument_that_cannot_be_meant_is_in_the_logs_file_too(tmp_path: Path) -> None:
    project = Project.made(tmp_path)
    project.add("leping", LEPING)
    log = tmp_path / "job.log"
    crawled = project.scrapy("crawl", "leping", "-a", "since=soon", "--logfile", str(log))
    assert crawled.returncode == 2
    assert "ERROR: govreports: leping: since='soon' is no day" in log.read_text("utf-8")


def test_without_a_file_for_the_log_it_is_said_once(tmp_path: Path) -> None:
    project = Project.made(tmp_path)
    project.add("leping", LEPING.replace('"trs"', '"trss"'))
    assert project.scrapy("crawl", "leping").stderr.count("family is 'trss'") == 1
