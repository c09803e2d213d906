"""`govreports demo`: the whole job on loopback replicas."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.markup import escape
from rich.table import Table
from scrapy.utils.project import get_project_settings

from govreports.cli.app import console, errors
from govreports.cli.running import CrawlOrder, CrawlResult, run_crawls
from govreports.difference import difference
from govreports.places import archive_directory, exports_directory
from govreports.presentation.diff_text import difference_text
from govreports.registry import portals as all_portals
from govreports.replica.portals import PORTALS
from govreports.replica.server import serve
from govreports.store.engine import open_database
from govreports.store.queries import Queries

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from govreports.replica.portal import ReplicaPortal
    from govreports.store.answers import Entry

_EDITED = "jinshui"
_TITLE = 34


class Places:
    """Where the demo puts things: a store of its own, so that no real one sees a replica."""

    def __init__(self) -> None:
        """Lay out an empty demo folder."""
        data = Path(get_project_settings()["GOVREPORTS_DATA_DIR"])
        self.folder = data / "demo"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.exports = exports_directory(data)
        self.database = f"sqlite:///{self.folder / 'govreports.db'}"

    @contextmanager
    def store(self) -> Iterator[Queries]:
        """Open the demo's store for questions."""
        engine = open_database(self.database)
        try:
            yield Queries(engine)
        finally:
            engine.dispose()

    def order(self, portal: str, address: str) -> CrawlOrder:
        """Return the crawl of one replica."""
        return CrawlOrder(
            portal=portal,
            arguments={"base_url": address},
            # A replica is nobody's server: only here is no pause between two requests.
            settings={
                "DOWNLOAD_DELAY": "0",
                "AUTOTHROTTLE_ENABLED": "0",
                "GOVREPORTS_DATA_DIR": str(self.folder),
                "GOVREPORTS_DATABASE_URL": self.database,
            },
            feed=self.exports / f"demo-{portal}.csv",
            log=self.folder / f"{portal}.log",
        )


def demo() -> None:
    """Crawl five replica portals, edit a page, crawl again, show the difference.

    Example: govreports demo
    """
    places = Places()
    replicas = {name: make() for name, make in PORTALS.items()}
    with serve(replicas.values()) as addresses:
        console.rule("1  五个门户 · five portals")
        orders = [places.order(name, address) for name, address in addresses.items()]
        results = _checked(run_crawls(orders))
        console.print(_portals_table(results, places))
        console.rule("2  读到了什么 · what was read")
        console.print(_reports_table(places))
        console.rule("3  改一页，再抓一次 · one page edited, crawled again")
        edited = replicas[_EDITED]
        _edit(edited)
        (again,) = _checked(run_crawls([places.order(_EDITED, addresses[_EDITED])]))
        _show_change(again, places)
    _show_places(places)


def _checked(results: list[CrawlResult]) -> list[CrawlResult]:
    failed = [result for result in results if result.exit_code]
    for result in failed:
        errors.print(result.said.strip(), markup=False, soft_wrap=True)
    if failed:
        raise typer.Exit(1)
    return results


def _portals_table(results: Sequence[CrawlResult], places: Places) -> Table:
    table = _table(
        "门户 portal", "CMS", "声明 declared", "列出 listed", "入库 stored", "秒 s", numbers=4
    )
    spiders = all_portals(get_project_settings())
    with places.store() as store:
        stored = store.counts()
    for result in results:
        spider = spiders[result.portal]
        table.add_row(
            f"{spider.place} {result.portal}",
            spider.family,
            str(result.counts["declared"]),
            str(result.counts["rows"]),
            str(stored[result.portal].reports),
            f"{result.seconds:.1f}",
        )
    return table


def _reports_table(places: Places) -> Table:
    table = _table("标题 title", "文号 number", "发布 published", "有效性", "正文 chars", numbers=1)
    for entry in _newest(places).values():
        report = entry.report
        table.add_row(
            escape(_cut(report.title)),
            escape(report.document_number or ""),
            str(report.published_on or ""),
            report.validity or "",
            str(len(report.body or "")),
        )
    return table


def _newest(places: Places) -> Mapping[str, Entry]:
    newest: dict[str, Entry] = {}
    with places.store() as store:
        for entry in store.latest():
            best = newest.get(entry.report.portal)
            if best is None or _day(entry) > _day(best):
                newest[entry.report.portal] = entry
    return newest


def _day(entry: Entry) -> str:
    return str(entry.report.published_on or "")


def _edit(portal: ReplicaPortal) -> None:
    key = portal.listed[0]
    portal.edit(key)
    title = portal.entries[key].article.title
    console.print(f"在仿真门户上改了一句话 · one sentence edited on the replica: {escape(title)}")


def _show_change(again: CrawlResult, places: Places) -> None:
    counts = again.counts
    console.print(
        f"再抓：新增 {counts['new']}，变化 {counts['changed']}，不变 {counts['unchanged']} · "
        f"crawled again: {counts['new']} new, {counts['changed']} changed, "
        f"{counts['unchanged']} unchanged (304)"
    )
    with places.store() as store:
        changed = [entry.report_id for entry in store.latest(_EDITED) if entry.report.version != 1]
        for report_id in changed:
            old, new = (version.report for version in store.versions(report_id)[-2:])
            console.print(f"\n{report_id}: 版本 version {old.version} → {new.version}")
            console.print(difference_text(difference(old, new)))


def _show_places(places: Places) -> None:
    console.rule("4  东西在哪里 · where things lie")
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_row("CSV", str(places.exports / "demo-*.csv"))
    table.add_row("数据库 store", str(places.folder / "govreports.db"))
    table.add_row("原始字节 archive", str(archive_directory(places.folder)))
    table.add_row("日志 logs", str(places.folder / "*.log"))
    console.print(table)
    console.print("\n下一步 · next: [bold].venv/bin/govreports portals[/], then README.md")


def _table(*titles: str, numbers: int = 0) -> Table:
    """Return a table without lines whose last columns are numbers."""
    table = Table(box=None, header_style="bold", pad_edge=False)
    for place, title in enumerate(titles):
        numeric = place >= len(titles) - numbers
        table.add_column(title, justify="right" if numeric else "left")
    return table


def _cut(title: str) -> str:
    return title if len(title) <= _TITLE else f"{title[:_TITLE]}…"
