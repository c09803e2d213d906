"""`govreports detect`: the CMS family of a page, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from govreports.cli.app import console, fail
from govreports.cli.fetched import fetch, is_address
from govreports.cli.pages import pages_of
from govreports.families import detect as families_of
from govreports.records import Capture


def detect(
    page: Annotated[
        str, typer.Argument(metavar="URL|FILE", help="An address; or HTML, gzip or WARC.")
    ],
    *,
    url: Annotated[str, typer.Option(help="The address of the page in the file.")] = "",
) -> None:
    """Name the families that a page may be of, the surest first, with the evidence.

    An address is fetched politely, once, and nothing is stored; a WARC file is
    judged by its first response.

    Example: govreports detect page.html --url http://www.example.gov.cn/a.html
    """
    found = families_of(_fetched(page) if is_address(page) else _first_page(Path(page), url))
    if not found:
        fail(f"{page} holds no page that can be parsed", "save the page as its server sends it")
    table = Table(box=None, show_header=False, pad_edge=False)
    for evidence in found:
        table.add_row(evidence.family, str(evidence.weight), evidence.reason)
    console.print(table)


def _fetched(url: str) -> Capture:
    body = fetch(url)
    if not body:
        fail(f"{url} gave no page", "look at it in a browser; robots.txt may keep robots out")
    return Capture(url=url, body=body, requested_url=url)


def _first_page(file: Path, url: str) -> Capture:
    try:
        page = next(pages_of(file, url), None)
    except OSError as error:
        fail(f"{file} cannot be read ({error.strerror})", "name a file that exists")
    if page is None:
        fail(f"{file} holds no response", "name a WARC file with a page in it, or an HTML file")
    if page.capture is None:
        fail(f"{file}: {page.error}", "save the page again")
    return page.capture
