"""Scrapy finds the portals through the loader; a broken file costs only its own portal."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from scrapy import Request, Spider
from scrapy.settings import Settings

from govreports.anysite import AnyPortal
from govreports.definitions import known_attributes, sound_definitions
from govreports.registry import BrokenDefinitionError, PortalLoader, portals

if TYPE_CHECKING:
    from pathlib import Path

    from scrapy.spiderloader import SpiderLoaderProtocol

GOOD = '''from govreports.spider import PortalSpider


class {title}(PortalSpider):
    """甲市人民政府."""

    name = "{name}"
    place = "甲市"
    home = "http://www.jia.gov.cn/"
    family = "trs"
    columns = {{"法治政府建设": None}}
'''


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of portals of its own, which no other test imports."""
    package = tmp_path / f"portals_of_{tmp_path.name.replace('-', '_')}"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "jia.py").write_text(GOOD.format(title="Jia", name="jia"), "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    return package


def loader(folder: Path) -> PortalLoader:
    return PortalLoader.from_settings(Settings({"SPIDER_MODULES": [folder.name]}))


def test_a_good_file_is_loaded_and_listed(folder: Path) -> None:
    found: SpiderLoaderProtocol = loader(folder)  # type: ignore[assignment] # Sequence for list
    assert found.list() == ["jia", "portal"]
    assert found.load("jia").name == "jia"
    assert found.load("portal") is AnyPortal
    assert list(found.find_by_request(Request("http://elsewhere.cn/"))) == []
    assert list(portals(Settings({"SPIDER_MODULES": [folder.name]}))) == ["jia"]


def test_what_files_state_is_what_their_spiders_do(folder: Path) -> None:
    packages = ["spiders", folder.name]
    spiders = portals(Settings({"SPIDER_MODULES": packages}))
    stated = {name: one.portal() for name, one in sound_definitions(packages).items()}
    assert stated.keys() == spiders.keys() > {"jia", "jinshui"}
    for name, portal in stated.items():
        assert not issubclass(portal, Spider)
        for attribute in known_attributes() - {"custom_settings"}:
            missing = object()
            said = getattr(portal, attribute, missing)
            assert said == getattr(spiders[name], attribute, missing), (name, attribute)


def test_a_file_with_a_fault_states_nothing_and_a_module_has_no_files(folder: Path) -> None:
    (folder / "yi.py").write_text(
        GOOD.format(title="Yi", name="yi").replace("trs", "trss"), "utf-8"
    )
    assert list(sound_definitions([folder.name, "tests.families.portals"])) == ["jia"]


def test_an_unknown_portal_is_a_key_error_with_the_remedy(folder: Path) -> None:
    with pytest.raises(KeyError, match="govreports portals"):
        loader(folder).load("atlantis")


def test_a_broken_file_costs_only_its_own_portal(folder: Path) -> None:
    (folder / "yi.py").write_text("class Yi(:\n", "utf-8")
    found = loader(folder)
    assert found.load("jia").name == "jia"
    with pytest.raises(BrokenDefinitionError, match=r"yi\.py:1: no Python"):
        found.load("yi")
    assert [fault.file.name for fault in found.faults] == ["yi.py"]


def test_a_broken_portal_is_listed_so_that_asking_for_it_says_what_is_wrong(folder: Path) -> None:
    (folder / "yi.py").write_text("class Yi(:\n", "utf-8")
    assert loader(folder).list() == ["jia", "yi", "portal"]
    assert list(portals(Settings({"SPIDER_MODULES": [folder.name]}))) == ["jia"]


def test_portals_in_an_egg_are_found_and_held_to_the_same_rules(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    egg = tmp_path / "portals.egg"
    packed = f"packed_{folder.name}"
    with zipfile.ZipFile(egg, "w") as archive:
        archive.writestr(f"{packed}/__init__.py", "")
        archive.write(folder / "jia.py", f"{packed}/jia.py")
        text = GOOD.format(title="Yi", name="yi").replace('"trs"', '"trss"')
        archive.writestr(f"{packed}/yi.py", text)
        imports_nothing = GOOD.format(title="Bing", name="bing").replace("spider ", "spidr ")
        archive.writestr(f"{packed}/bing.py", imports_nothing)
        archive.writestr(f"{packed}/words.toml", "")
    monkeypatch.syspath_prepend(egg)
    found = PortalLoader.from_settings(Settings({"SPIDER_MODULES": [packed]}))
    assert list(found.spiders) == ["jia"]
    assert found.load("jia").__module__ == f"{packed}.jia"
    at = {fault.file: fault.line for fault in found.faults}
    assert at == {egg / packed / "yi.py": 10, egg / packed / "bing.py": 1}


def test_of_two_portals_of_one_name_neither_is_loaded(folder: Path) -> None:
    (folder / "yi.py").write_text(GOOD.format(title="Yi", name="jia"), "utf-8")
    found = loader(folder)
    assert found.spiders == {}
    with pytest.raises(BrokenDefinitionError, match=r"stands in yi\.py too"):
        found.load("jia")
    with pytest.raises(BrokenDefinitionError, match="another name"):
        found.load("yi")


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("govreports.spider", "govreports.spidr", 1, "No module named"),
        ("from govreports.spider import", "from govreports.records import", 1, "cannot import"),
        ("import PortalSpider", "import portal_of as PortalSpider", 4, "cannot be loaded"),
    ],
)
def test_a_file_that_python_cannot_load_is_a_fault_with_its_line(
    folder: Path, old: str, new: str, line: int, said: str
) -> None:
    text = GOOD.format(title="Bing", name="bing").replace(old, new)
    (folder / "bing.py").write_text(text, "utf-8")
    (fault,) = loader(folder).faults
    assert (fault.file.name, fault.line) == ("bing.py", line)
    assert said in fault.found


def test_a_base_that_only_bears_the_name_is_a_fault(folder: Path) -> None:
    text = GOOD.format(title="Bing", name="bing")
    text = text.replace(
        "govreports.spider import PortalSpider", "scrapy import Spider as PortalSpider"
    )
    (folder / "bing.py").write_text(text, "utf-8")
    (fault,) = loader(folder).faults
    assert "from govreports.spider import PortalSpider" in fault.remedy
