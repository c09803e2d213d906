"""`govreports portals`: what there is."""

from __future__ import annotations

import typer
from rich.table import Table
from scrapy.utils.project import get_project_settings

from govreports.cli.app import console
from govreports.cli.chosen import show_faults
from govreports.registry import PortalLoader


def portals() -> None:
    """List the portals: place, family, home, columns, and when a person last saw it work.

    A file that breaks the rules is named on stderr, and the exit code is 1.

    Example: govreports portals
    """
    table = Table(box=None, header_style="bold", pad_edge=False)
    for title in ("portal", "place", "family", "home", "columns", "verified live"):
        table.add_column(title)
    loader = PortalLoader(get_project_settings())
    for name, spider in sorted(loader.spiders.items()):
        verified = spider.verified_live.isoformat() if spider.verified_live else "not yet"
        columns = ", ".join(spider.columns)
        table.add_row(name, spider.place, spider.family, spider.home, columns, verified)
    console.print(table)
    show_faults(loader.faults)
    if loader.faults:
        raise typer.Exit(1)
