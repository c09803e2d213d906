"""What is wrong with a portal's file is said with its line and what to write instead."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

import pytest

from govreports.definitions import known_attributes, read_definition, read_definitions
from govreports.families import FAMILIES
from govreports.portal import Portal
from govreports.spider import PortalSpider

if TYPE_CHECKING:
    from pathlib import Path

GOOD = '''from govreports.spider import PortalSpider


class Jia(PortalSpider):
    """甲市人民政府."""

    name = "jia"
    place = "甲市"
    home = "http://www.jia.gov.cn/"
    family = "trs"
    columns = {"法治政府建设": "/fz/", "依法行政": None}
    region_code = "410105"
'''
NAME, PLACE, HOME, FAMILY = (
    next(line for line in GOOD.splitlines() if line.startswith(f"    {name} = "))
    for name in ("name", "place", "home", "family")
)
REGION = GOOD.splitlines()[-1]


def written(folder: Path, text: str, name: str = "jia") -> Path:
    file = folder / f"{name}.py"
    file.write_text(text, "utf-8")
    return file


def test_a_good_file_has_no_fault_and_gives_its_values(tmp_path: Path) -> None:
    definition = read_definition(written(tmp_path, GOOD))
    assert definition.faults == ()
    assert definition.name == "jia"
    assert definition.values["columns"] == {"法治政府建设": "/fz/", "依法行政": None}


@pytest.mark.parametrize(
    ("line", "wrong", "found", "instead"),
    [
        (NAME, '    name = "Jia"', "name is 'Jia'", "lower-case identifier"),
        (NAME, '    name = "portal"', "name is 'portal'", "not 'portal'"),
        (NAME, '    name = "class"', "name is 'class'", "identifier"),
        (NAME, '    name = "yi"', "another name", "yi.py"),
        (NAME, "", "no name", "name = "),
        (PLACE, '    place = " "', "place is ' '", "Chinese name"),
        (HOME, '    home = "www.jia.gov.cn"', "home is", "http"),
        (HOME, '    home = "http://a.cn"', "home is", 'ends in "/"'),
        (HOME, '    home = "http://[/"', "home is", "http"),
        (FAMILY, '    family = "trss"', "family is 'trss'", "zhengzhou, trs"),
        (FAMILY, '    family = ["trs"]', "family is ['trs']", "one of"),
        (FAMILY, "    family = 1 + TRS", "family is 1 + TRS", "one of"),
        (REGION, '    region_code = "4101"', "region_code is '4101'", "six"),
        (REGION, '    region_code = "990105"', "region_code is", "GB/T 2260"),
        (REGION, "    verified_live = '2026'", "verified_live is", "date(2026"),
        (REGION, '    schedule = "30 3 * *"', "is no cron line", 'schedule = "30 3 * * 1"'),
        (REGION, "    schedule = NIGHTLY", "schedule = NIGHTLY is no cron line", "five fields"),
        (REGION, '    quiet_hours = ("8", "18")', "no hours of a day", '("08:00", "18:30")'),
        (REGION, "    time_limit = 0", "no number of minutes", "time_limit = 240"),
        (REGION, '    rules = {"rows": (400, 40)}', "more than at most", '{"rows": (40, 400)'),
        (REGION, '    rules = {"coverage.x": 1}', "'coverage.x': no such rule", "write one of"),
        (REGION, "    rules = LOOSE", "rules: LOOSE are no rules", 'rules = {"rows"'),
        (REGION, '    regions = ["410105"]', "unknown attribute regions", "region_code"),
        (REGION, '    tls = ("older",)', "tls is ('older',)", '"unverified"'),
        (REGION, '    tls = ("old")', "tls is 'old'", '("old",)'),
        (REGION, '    tls = ("old", "old")', "tls is ('old', 'old')", "a tuple"),
        (REGION, "    tls = ([],)", "tls is ([],)", "a tuple"),
        (REGION, "    def parse(self): ...", "parse is no attribute", "quirk"),
        (REGION, "    print(1)", "no attribute", "name = value"),
    ],
)
def test_each_fault_is_named_with_its_line(
    tmp_path: Path, line: str, wrong: str, found: str, instead: str
) -> None:
    file = written(tmp_path, GOOD.replace(line, wrong))
    (fault,) = read_definition(file).faults
    assert found in fault.found
    assert instead in fault.remedy
    shown = file.read_text("utf-8").splitlines()[fault.line - 1]
    assert shown == (wrong or "class Jia(PortalSpider):")
    assert str(fault).startswith(f"{file}:{fault.line}: ")


@pytest.mark.parametrize(
    "columns",
    ["{}", '["a"]', '{"": None}', '{"甲": "fz/"}', '{"甲": "//x/"}', '{"甲": 1}', "{1: None}"],
)
def test_columns_map_link_texts_to_paths_from_the_root(tmp_path: Path, columns: str) -> None:
    text = GOOD.replace('{"法治政府建设": "/fz/", "依法行政": None}', columns)
    (fault,) = read_definition(written(tmp_path, text)).faults
    assert fault.found.startswith("columns is ")


def test_all_faults_of_a_file_are_named_at_once_in_the_order_of_lines(tmp_path: Path) -> None:
    text = GOOD.replace('"甲市"', '""').replace('"trs"', '"x"').replace("(PortalSpider)", "(Base)")
    faults = read_definition(written(tmp_path, text)).faults
    assert [fault.line for fault in faults] == [4, 8, 10]


def test_a_day_on_which_it_was_seen_may_be_stated(tmp_path: Path) -> None:
    text = "from datetime import date\n\n" + GOOD + "    verified_live = date(2026, 1, 31)\n"
    assert read_definition(written(tmp_path, text)).faults == ()


def test_more_than_twelve_lines_of_code_are_too_many(tmp_path: Path) -> None:
    text = GOOD + "".join(f"    custom_settings = {{{n}: {n}}}\n" for n in range(4))
    (fault,) = read_definition(written(tmp_path, text)).faults
    assert "13 lines" in fault.found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("class A(:\n", "no Python"),
        ("", "0 classes"),
        (GOOD + "\n\nclass B(PortalSpider):\n    name = 'b'\n", "2 classes"),
        ("x = 1\n" + GOOD, "outside of the class"),
    ],
)
def test_a_file_is_imports_and_one_class(tmp_path: Path, text: str, found: str) -> None:
    (fault,) = read_definition(written(tmp_path, text)).faults
    assert found in fault.found


def test_bytes_that_are_no_utf_8_are_a_fault(tmp_path: Path) -> None:
    file = tmp_path / "jia.py"
    file.write_bytes(GOOD.encode("gbk"))
    (fault,) = read_definition(file).faults
    assert "UTF-8" in fault.remedy


def test_two_files_of_one_name_are_both_faulty(tmp_path: Path) -> None:
    written(tmp_path, GOOD)
    written(tmp_path, GOOD, "yi")
    written(tmp_path, "", "__init__")
    first, second = read_definitions(tmp_path)
    assert "stands in yi.py too" in first.faults[0].found
    assert any("stands in jia.py too" in fault.found for fault in second.faults)


def test_what_the_spider_declares_may_be_stated() -> None:
    declared = set(inspect.get_annotations(Portal))
    assert declared <= known_attributes()
    assert issubclass(PortalSpider, Portal)
    assert inspect.get_annotations(PortalSpider) == {}
    assert {"home", "family", "columns", "region_code", "tls", "verified_live"} <= declared
    assert "trs" in FAMILIES
