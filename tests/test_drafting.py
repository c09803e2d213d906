"""A definition is drafted from what the pages say; what they do not say is not made up."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from govreports.definitions import MOST_LINES, read_definition
from govreports.drafting import Draft, PlacelessError, draft, region_code
from govreports.records import Capture, Report
from govreports.replica.portals import PORTALS
from tests.crawling import ROOT
from tests.portals.recorded import SHOWING_ROWS, read, start_of, visited

if TYPE_CHECKING:
    from pathlib import Path

URL = "http://www.jia.gov.cn/zwgk/fzzf/?p=1"


def page(title: str) -> Capture:
    crumb = "<p>当前位置：<a href='/'>首页</a> &gt; 法治政府建设</p>"
    html = f"<html><head><meta charset='utf-8'><title>{title}</title></head><body>{crumb}</body>"
    return Capture(URL, html.encode())


def written(draft: Draft, folder: Path) -> Path:
    file = folder / f"{draft.name}.py"
    file.write_text(draft.text(), "utf-8")
    return file


@pytest.mark.parametrize("name", SHOWING_ROWS)
def test_every_replicas_draft_says_what_the_portals_file_says(tmp_path: Path, name: str) -> None:
    portal = PORTALS[name](5)
    recording = visited(portal, tmp_path)
    shown = recording.find(start_of(portal))
    assert shown is not None
    made = draft("jia", portal.place.family, shown)
    assert made.place == portal.place.place
    assert (made.home, made.path) == ("http://www.jia.gov.cn/", portal.column_path)
    assert made.column == "法治政府建设"
    code = region_code(made.place, read(portal, recording).reports)
    assert code == portal.place.region_code


def test_the_path_keeps_its_query_and_the_title_names_the_government() -> None:
    made = draft("jia", "trs", page("法治政府建设-丙丁市甲乙县人民政府"))
    assert (made.title, made.place) == ("丙丁市甲乙县人民政府", "甲乙县")
    assert made.path == "/zwgk/fzzf/?p=1"


def test_a_site_that_names_no_place_is_refused_unless_the_place_is_given() -> None:
    with pytest.raises(PlacelessError, match="甲之窗网"):
        draft("jia", "trs", page("法治政府建设 - 甲之窗网"))
    made = draft("jia", "trs", page("法治政府建设 - 甲之窗网"), "甲县")
    assert (made.place, made.title) == ("甲县", "甲县, 甲之窗网")


def test_region_codes_that_contradict_each_other_give_none() -> None:
    reports = [Report("jia", URL, "甲", region_code=code) for code in ("410105", "410183")]
    assert region_code("甲县", reports) is None
    assert region_code("甲县", reports[:1]) == "410105"
    assert region_code("金水区", []) == "410105"
    assert region_code("甲县", []) is None


@pytest.mark.parametrize(
    ("column", "path"),
    [
        ("法治政府建设", "/fz/"),
        ("法治政府建设年度报告及工作安排", "/zwgk/fdzdgknr/fzzfjs/fzzfjsndbg/index.html?page=1"),
    ],
)
def test_the_file_keeps_the_rules_and_the_formatters_form(
    tmp_path: Path, column: str, path: str
) -> None:
    made = Draft("jia_2", "甲县人民政府", "甲县", "http://a.cn/", "trs", column, path, "410105")
    file = written(made, tmp_path)
    assert read_definition(file).faults == ()
    assert len([line for line in made.text().splitlines() if line.strip()]) <= MOST_LINES
    assert "class Jia2(PortalSpider)" in made.text()
    for check in (["format", "--check"], ["check"]):
        command = [sys.executable, "-m", "ruff", *check, "--config", str(ROOT / "pyproject.toml")]
        lint = ["--ignore", "D100,RUF012,INP001"] if check == ["check"] else []
        done = subprocess.run(
            [*command, *lint, str(file)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout
