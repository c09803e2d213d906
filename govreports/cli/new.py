"""`govreports new`: a portal's file, from one column's address."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from scrapy.utils.project import get_project_settings

from govreports.cli.app import console, fail
from govreports.cli.fetched import is_address
from govreports.cli.reading_table import show_reading
from govreports.cli.visit import visit
from govreports.definition_rules import RULES, is_name
from govreports.definitions import read_definition
from govreports.drafting import PlacelessError, draft, region_code
from govreports.families import detect
from govreports.families.base import UnreadableError
from govreports.normalise import Context
from govreports.places import data_directory, project_directory, recordings_directory
from govreports.recordings import PAGES, Recording, read_recording, statement, write_statement
from govreports.registry import PortalLoader

if TYPE_CHECKING:
    from govreports.drafting import Draft
    from govreports.recordings import Reading
    from govreports.records import Evidence

_NEXT = """\
{file} is written. Compare the fields above with the pages in a browser; then
  govreports check                  reads the recorded pages again, today and after every change
  scrapy crawl {name} -O {name}.csv
and state the day in the file: verified_live = date(…)"""


def new(
    name: Annotated[str, typer.Argument(help="The portal's name: letters, digits, _.")],
    url: Annotated[str, typer.Argument(help="The address of a column's list page.")],
    *,
    place: Annotated[
        str, typer.Option(help="The place's short Chinese name, where the site states none.")
    ] = "",
) -> None:
    """Write a portal's file: visit one column, record a list page and three reports, show them.

    The visit is a crawl: robots.txt is kept, one request at a time. The pages
    are recorded as the portal sent them in tests/fixtures/portals/NAME, with
    what was read on them; `govreports check` reads them again.

    Example: govreports new mycounty http://www.example.gov.cn/fzzf/
    """
    target = _target(name, url)
    data_directory().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=data_directory(), prefix=".new-") as folder:
        answers = visit(url, Path(folder))
        evidence, definition, reading = _drafted(name, place, url, answers)
        recorded = Path(folder) / name
        recorded.mkdir()
        shutil.move(answers, recorded / PAGES)
        write_statement(recorded, statement(url, definition.column, reading))
        _publish(definition, target, recorded)
    console.print(definition.text(), markup=False, soft_wrap=True)
    console.print(f"family {evidence.family}: {evidence.reason}", markup=False, soft_wrap=True)
    show_reading(reading)
    console.print(_NEXT.format(file=target, name=name), markup=False, soft_wrap=True)


def _target(name: str, url: str) -> Path:
    """Return where the portal's file will lie; exits where it cannot be made."""
    if not is_name(name):
        fail(f"{name!r} is no portal's name", f"name it by {RULES['name'][1]}")
    if not is_address(url):
        fail(f"{url!r} is no web address", "write it with http:// or https://")
    settings = get_project_settings()
    loader = PortalLoader(settings)
    folder = Path(import_module(settings["NEWSPIDER_MODULE"]).__path__[0])
    if not folder.is_relative_to(project_directory()):
        fail(
            f"the portals are read from {folder}, outside of this project",
            f"run it in {folder.parent}, or begin {project_directory() / 'spiders'}/__init__.py",
        )
    target = folder / f"{name}.py"
    taken = [target, recordings_directory() / name]
    if name in loader.spiders or name in loader.broken or any(path.exists() for path in taken):
        fail(f"there is a portal {name!r} already", "choose another name: govreports portals")
    return target


def _drafted(name: str, place: str, url: str, answers: Path) -> tuple[Evidence, Draft, Reading]:
    """Return the family with its evidence, the definition, and what it reads on the pages."""
    recording = Recording(answers)
    page = recording.find(url)
    evidence = next(iter(detect(page)), None) if page else None
    if page is None or evidence is None:
        fail(f"{url} gave no page", "look at it in a browser")
    try:
        definition = draft(name, evidence.family, page, place or None)
        context = Context(portal=name, column=definition.column)
        reading = read_recording(recording, url, evidence.family, context)
        code = region_code(definition.place, reading.reports)
        context = replace(context, region_code=code)
        reading = read_recording(recording, url, evidence.family, context)
    except PlacelessError as error:
        fail(f"{url}: no place is named: {error}", "name it: --place 金水区")
    except UnreadableError as error:
        fail(f"{url}: {error}", "give the address of a page that lists reports")
    if not reading.reports:
        said = "; ".join(f"{page}: {said}" for page, said in reading.unread.items())
        fail(
            f"no report could be read ({said or 'none came'})", "see whether its pages are articles"
        )
    return evidence, replace(definition, region_code=code), reading


def _publish(definition: Draft, target: Path, recorded: Path) -> None:
    """Move the portal's pages and its file to their places: both, or neither."""
    draft_file = recorded.parent / target.name
    draft_file.write_text(definition.text(), "utf-8")
    for fault in read_definition(draft_file).faults:
        fail(f"the file would break a rule: {fault.found}", fault.remedy)
    destination = recordings_directory() / definition.name
    try:
        destination.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(recorded, destination)
        shutil.move(draft_file, target)
    except OSError as error:
        shutil.rmtree(destination, ignore_errors=True)
        fail(f"{target} cannot be written ({error})", "see to the right to write there")
