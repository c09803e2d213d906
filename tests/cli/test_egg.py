"""`govreports egg`: all that a wheel holds, and a project that runs from within the file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from govreports.cli import app
from govreports.cli.egg import write_egg
from govreports.reader_version import READER_VERSION
from govreports.store.migrations import HEAD
from tests.cli.projects import project_in
from tests.crawling import ROOT
from tests.portals.projects import Project

if TYPE_CHECKING:
    from pathlib import Path

LEPING = (ROOT / "spiders" / "leping.py").read_text("utf-8")
OURS = {"govreports", "spiders", "pipelines"}

# What a job of Scrapyd meets; the page is read by the reader's own process.
INSIDE = """
import asyncio, json, pkgutil, sys
sys.path[:0] = sys.argv[1:]
from importlib import import_module
for name in ("govreports", "pipelines", "spiders"):
    for one in pkgutil.walk_packages(import_module(name).__path__, f"{name}."):
        if not one.name.endswith(("__main__", "migrations.env")):
            import_module(one.name)

from scrapy.utils.project import get_project_settings
from govreports import places
from govreports.reader_process.limits import Limits
from govreports.reader_process.process import ReaderProcess
from govreports.reader_version import READER_VERSION
from govreports.registry import PortalLoader
from govreports.store.engine import open_database, reading
from govreports.store.migrations import current_revision, upgrade
from seen_there import WhereItIsRead

async def read():
    reader = ReaderProcess(Limits(5, 512))
    try:
        return await reader.read(WhereItIsRead())
    finally:
        reader.close()

settings = get_project_settings()
engine = open_database(places.database_url(settings))
steps = upgrade(engine)
with reading(engine, "looking") as connection:
    revision = current_revision(connection)
loader = PortalLoader(settings)
print(json.dumps({
    "modules": sorted({m.__file__ for n, m in sys.modules.items()
                       if n.partition(".")[0] in ("govreports", "pipelines", "spiders")}),
    "packed": places.packed(),
    "portals": loader.list(),
    "faults": [str(fault) for fault in loader.faults],
    "data": str(places.data_directory()),
    "steps": steps,
    "revision": revision,
    "reader_version": READER_VERSION,
    "read": asyncio.run(read()),
}))
"""
SEEN_THERE = """
class WhereItIsRead:
    def read(self):
        from govreports import normalise
        from govreports.vocab import tables
        return [normalise.__file__, tables.__file__]
"""


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(words), env={"COLUMNS": "200"})
    return result.exit_code, result.output


@pytest.fixture(scope="module")
def egg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("egg") / "govreports.egg"
    write_egg(file, "govreports.settings", ["govreports", "pipelines", "spiders"])
    return file


@pytest.fixture(scope="module")
def inside(egg: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a process sees that has the egg, the libraries, and a checkout as its folder."""
    folder = tmp_path_factory.mktemp("decoy")
    for name in OURS:
        (folder / name).mkdir()
        (folder / name / "__init__.py").write_text("raise RuntimeError('not the egg')", "utf-8")
    modules = tmp_path_factory.mktemp("modules")
    (modules / "seen_there.py").write_text(SEEN_THERE, "utf-8")
    libraries = sysconfig.get_paths()["purelib"]
    ours = ("PYTHON", "GOVREPORTS", "SCRAPY")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    done = subprocess.run(
        # Without -S the libraries' folder leads to the checkout, which is installed in it.
        [sys.executable, "-I", "-S", "-c", INSIDE, str(egg), libraries, str(modules)],
        cwd=folder,
        env={**kept, "SCRAPY_SETTINGS_MODULE": "govreports.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {**found, "folder": folder}


def test_it_holds_all_that_a_wheel_holds(egg: Path, tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as one, zipfile.ZipFile(egg) as other:
        files = {name: one.read(name) for name in one.namelist() if ".dist-info/" not in name}
        assert {name.rpartition(".")[2] for name in files} >= {"py", "toml", "csv", "html", "xml"}
        packed = {name: other.read(name) for name in other.namelist() if "EGG-INFO" not in name}
    assert packed == files


@pytest.mark.long
def test_every_module_comes_from_the_egg(inside: dict[str, Any], egg: Path) -> None:
    assert inside["packed"]
    assert len(inside["modules"]) > 200
    assert [name for name in inside["modules"] if not name.startswith(f"{egg}{os.sep}")] == []


@pytest.mark.long
def test_its_portals_are_those_of_the_project(inside: dict[str, Any]) -> None:
    names = sorted(file.stem for file in (ROOT / "spiders").glob("[!_]*.py"))
    assert inside["portals"] == [*names, "portal"]
    assert inside["faults"] == []


@pytest.mark.long
def test_its_store_gets_every_revision(inside: dict[str, Any]) -> None:
    revisions = (ROOT / "govreports" / "store" / "migrations" / "versions").glob("r*.py")
    assert inside["steps"] == sorted(file.stem[1:5] for file in revisions)
    assert inside["revision"] == HEAD


@pytest.mark.long
def test_pages_are_read_in_a_process_of_the_egg_too(inside: dict[str, Any], egg: Path) -> None:
    assert inside["read"] == [
        str(egg / "govreports" / name) for name in ("normalise.py", "vocab/tables.py")
    ]


@pytest.mark.long
def test_its_reader_is_known_as_the_same(inside: dict[str, Any]) -> None:
    assert inside["reader_version"] == READER_VERSION


@pytest.mark.long
def test_its_data_lie_below_the_current_folder_and_not_in_it(inside: dict[str, Any]) -> None:
    assert inside["data"] == str(inside["folder"] / "data")
    assert (inside["folder"] / "data" / "govreports.db").is_file()


def test_a_project_is_packed_with_its_own_settings_and_portals(tmp_path: Path) -> None:
    project = Project.made(tmp_path)
    project.add("leping", LEPING)
    done = project.govreports("egg", "-o", "mine.egg")
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(tmp_path / "mine.egg") as archive:
        names = set(archive.namelist())
        info = archive.read("EGG-INFO/entry_points.txt").decode()
    assert info == "[scrapy]\nsettings = on_loopback\n"
    assert {"on_loopback.py", "spiders/leping.py", "govreports/settings.py"} <= names
    assert "spiders/jinshui.py" not in names


def test_a_broken_definition_is_not_packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spiders = project_in(tmp_path, monkeypatch, leping=LEPING.replace('"trs"', '"trss"'))
    code, said = run("egg")
    assert code == 1
    assert f"{spiders / 'leping.py'}:" in said
    assert "family is 'trss'" in said
    assert not (tmp_path / "govreports.egg").exists()


def test_outside_a_project_there_is_nothing_to_pack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SCRAPY_SETTINGS_MODULE", raising=False)
    code, said = run("egg")
    assert code == 1
    assert "there is no scrapy.cfg here or above. What to do: run it in a project's folder" in said


def test_a_place_that_cannot_be_written_is_named_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project_in(tmp_path, monkeypatch, leping=LEPING)
    (tmp_path / "folder.egg").mkdir()
    code, said = run("egg", "-o", "folder.egg")
    assert code == 1
    assert "govreports: folder.egg cannot be written" in said
    assert "name another file with -o" in said
    assert not (tmp_path / "folder.egg.part").exists()


def test_a_file_of_before_zips_time_is_packed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spiders = project_in(tmp_path, monkeypatch, leping=LEPING)
    os.utime(spiders / "leping.py", (0, 0))
    code, said = run("egg")
    assert code == 0, said
    with zipfile.ZipFile("govreports.egg") as archive:
        assert archive.read(f"{spiders.name}/leping.py").decode() == LEPING
