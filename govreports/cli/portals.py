"""`govreports portals`: what there is."""

from __future__ import annotations

from rich.table import Table
from scrapy.utils.project import get_project_settings

from govreports.cli.app import console
from govreports.registry import portals as all_portals


def portals() -> None:
    """List the portals: place, family, home, columns, and when a person last saw it work.

    Example: govreports portals
    """
    table = Table(box=None, header_style="bold", pad_edge=False)
    for title in ("portal", "place", "family", "home", "columns", "verified live"):
        table.add_column(title)
    for name, spider in all_portals(get_project_settings()).items():
        verified = spider.verified_live.isoformat() if spider.verified_live else "not yet"
        columns = ", ".join(spider.columns)
        table.add_row(name, spider.place, spider.family, spider.home, columns, verified)
    console.print(table)
