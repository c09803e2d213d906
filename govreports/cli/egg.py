"""`govreports egg`: the project as an egg, which Scrapyd runs crawls from."""

from __future__ import annotations

import os
import zipfile
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from scrapy.utils.project import ENVVAR, get_project_settings

from govreports import __version__
from govreports.cli.app import console, fail
from govreports.cli.chosen import show_faults
from govreports.registry import PortalLoader

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEFT_OUT = frozenset({".pyc", ".pyo"})


def egg(
    output: Annotated[Path, typer.Option("--output", "-o", help="The file to write.")] = Path(
        "govreports.egg"
    ),
) -> None:
    """Pack code, data files and portals into an egg for Scrapyd.

    Example: govreports egg -o govreports.egg
    """
    settings = get_project_settings()
    if ENVVAR not in os.environ:
        fail("there is no scrapy.cfg here or above", "run it in a project's folder")
    faults = PortalLoader(settings).faults
    if faults:
        show_faults(faults)
        raise typer.Exit(1)
    modules = ["govreports", "pipelines", *settings.getlist("SPIDER_MODULES")]
    try:
        write_egg(output, os.environ[ENVVAR], modules)
    except OSError as error:
        fail(f"{output} cannot be written ({error.strerror})", "name another file with -o")
    console.print(f"{output}: give it to Scrapyd's addversion.json", soft_wrap=True)


def write_egg(output: Path, settings: str, modules: list[str]) -> None:
    """Write the egg of a project, by its settings' module and other modules, whole or not at all.

    scrapyd-client's own way packs Python files only, and leaves out vocabularies and the like,
    without which nothing reads a page. Raises ``OSError`` where the file cannot be written.
    """
    names = dict.fromkeys(module.partition(".")[0] for module in [*modules, settings])
    unfinished = output.with_name(f"{output.name}.part")
    try:
        # A file may be older than 1980, before which zip knows no time.
        with zipfile.ZipFile(
            unfinished, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False
        ) as archive:
            for name, text in _info(settings, names):
                archive.writestr(f"EGG-INFO/{name}", text)
            for package in names:
                for name, file in _packed(package):
                    archive.write(file, name)
        unfinished.replace(output)
    finally:
        unfinished.unlink(missing_ok=True)


def _info(settings: str, names: dict[str, None]) -> Iterator[tuple[str, str]]:
    """Yield what setuptools would write; the settings are what Scrapyd asks an egg for."""
    yield "PKG-INFO", f"Metadata-Version: 2.1\nName: govreports\nVersion: {__version__}\n"
    yield "entry_points.txt", f"[scrapy]\nsettings = {settings}\n"
    yield "top_level.txt", "".join(f"{name}\n" for name in names)
    yield "zip-safe", "\n"


def _packed(name: str) -> Iterator[tuple[str, Path]]:
    """Yield the files of a package, code and data, or of a module, with their names in the egg."""
    module = import_module(name)
    if not hasattr(module, "__path__"):
        yield f"{name}.py", Path(str(module.__file__))
        return
    folder = Path(module.__path__[0])
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.suffix not in _LEFT_OUT:
            yield f"{name}/{file.relative_to(folder).as_posix()}", file
