"""`govreports check`: every portal's definition, and the pages recorded of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from scrapy.utils.project import get_project_settings

from govreports.archive.errors import ArchiveError
from govreports.cli.app import console, fail
from govreports.cli.chosen import show_faults
from govreports.definitions import Fault
from govreports.normalise import Context
from govreports.places import recordings_directory
from govreports.recordings import CONFIRMED, differences, line_of, read_again, write_statement
from govreports.registry import PortalLoader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from govreports.spider import PortalSpider

_MEND = "mend the reader; where today's reading is right: govreports check --confirm {name}"
_AGAIN = "record the portal anew: remove {folder} and its file in spiders/, then govreports new"


def check(
    *,
    confirm: Annotated[
        str | None,
        typer.Option(metavar="PORTAL", help="Take today's reading of its recorded pages as right."),
    ] = None,
) -> None:
    """Hold every portal's file to the rules, and read its recorded pages again.

    All faults are named at once: the file, the line, what is wrong and what to
    do. Nothing is fetched.

    Example: govreports check
    """
    loader = PortalLoader(get_project_settings())
    if confirm is not None:
        _confirm(confirm, loader)
    folders = _recorded()
    faults = [*loader.faults, *_orphans(folders, loader)]
    for name, spider in loader.spiders.items():
        if name in folders:
            faults += recording_faults(spider, folders[name])
    show_faults(faults)
    console.print(
        f"{len(loader.spiders)} portals, {len(folders)} with recorded pages, {len(faults)} faults"
    )
    if faults:
        raise typer.Exit(1)


def recording_faults(spider: type[PortalSpider], folder: Path) -> Iterator[Fault]:
    """Yield where today's reading of a portal's recorded pages is not what was confirmed."""
    file = folder / CONFIRMED
    try:
        confirmed, today = read_again(folder, spider.family, _context(spider))
    except (OSError, ArchiveError, ValueError) as error:
        yield Fault(file, 0, f"cannot be read again ({error})", _AGAIN.format(folder=folder))
        return
    text = file.read_text("utf-8")
    for one in differences(confirmed, today):
        found = f"{one.field}: {one.said}" + (f" ({one.url})" if one.url else "")
        yield Fault(file, line_of(text, one), found, _MEND.format(name=spider.name))


def _context(spider: type[PortalSpider]) -> Context:
    return Context(portal=spider.name, region_code=spider.region_code)


def _recorded() -> dict[str, Path]:
    """Return the folders of recorded pages by the names of their portals."""
    directory = recordings_directory()
    folders = sorted(directory.iterdir()) if directory.is_dir() else []
    return {folder.name: folder for folder in folders if folder.is_dir()}


def _orphans(folders: dict[str, Path], loader: PortalLoader) -> Iterator[Fault]:
    for name, folder in folders.items():
        if name not in loader.spiders and name not in loader.broken:
            yield Fault(folder, 0, f"recorded pages, but no portal {name!r}", "remove the folder")


def _confirm(name: str, loader: PortalLoader) -> None:
    """Write today's reading of a portal's recorded pages as the confirmed one."""
    folder = _recorded().get(name)
    if folder is None or name not in loader.spiders:
        fail(f"there are no recorded pages of a portal {name!r}", "see: govreports portals")
    spider = loader.spiders[name]
    try:
        _, today = read_again(folder, spider.family, _context(spider))
    except (OSError, ArchiveError, ValueError) as error:
        fail(f"{folder} cannot be read again ({error})", _AGAIN.format(folder=folder))
    write_statement(folder, today)
