"""Writes what the store holds into a file, with its provenance and description beside it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urlsplit

from govreports.exporting import package
from govreports.exporting.errors import ExportError
from govreports.exporting.formats import Format, open_file
from govreports.exporting.text_files import table
from govreports.exporting.whole import staged
from govreports.feeds import cell
from govreports.store.provenance import Provenance
from govreports.store.snapshot import Chosen, snapshot

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Engine

    from govreports.store.answers import Entry
    from govreports.store.snapshot import Snapshot

    Pair: TypeAlias = tuple[Entry, Provenance]
    Watch: TypeAlias = Callable[[Iterable[Pair], int], Iterable[Pair]]

_ORIGIN = tuple(field.name for field in fields(Provenance))


@dataclass(frozen=True, slots=True)
class Order:
    """What to export, and where to."""

    file: Path
    format: Format
    chosen: Chosen
    now: datetime


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: rows, and the files, the data first."""

    rows: int
    files: tuple[Path, ...]


def export(engine: Engine, order: Order, watch: Watch = lambda rows, _count: rows) -> Exported:
    """Write the file; ``watch`` may look at the rows, of which it is told the count, as they pass.

    All files appear whole at the end, or none. Raises :class:`ExportError`,
    :class:`govreports.store.errors.StoreError`, and :class:`OSError` where the
    folder cannot be written.
    """
    folder, name = order.file.parent, order.file.name
    folder.mkdir(parents=True, exist_ok=True)
    package.others(folder)
    names = (name, f"{name}.provenance.csv", package.NAME)
    with snapshot(engine, order.chosen) as shot, staged(folder, names) as place:
        rows, resources = _Files(place / names[0], place / names[1]).write(shot, order, watch)
        text = package.package(folder, resources, order.now)
        (place / names[2]).write_text(text, encoding="utf-8")
    return Exported(rows, tuple(folder / one for one in names))


class _Files:
    """The file of reports and the one of their provenance, written row by row."""

    def __init__(self, data: Path, origins: Path) -> None:
        self._data = data
        self._origins = origins
        self._rows = 0
        self._sites: dict[str, str] = {}

    def write(self, shot: Snapshot, order: Order, watch: Watch) -> tuple[int, list[dict[str, Any]]]:
        """Write both; return the number of rows and the two resources."""
        columns, file = open_file(order.format, self._data, shot)
        expected = shot.count()
        with file as sink, table(self._origins, _ORIGIN) as add_origin:
            for entry, origin in watch(shot.rows(), expected):
                sink(entry)
                add_origin([cell(name, _joined(getattr(origin, name))) for name in _ORIGIN])
                self._note(entry, origin)
        self._check(expected)
        facts = self._facts(shot, order)
        data = package.resource(self._data, columns, order.format, facts)
        origin_data = package.provenance_resource(self._origins, data["name"], facts)
        return self._rows, [data, origin_data]

    def _note(self, entry: Entry, origin: Provenance) -> None:
        self._rows += 1
        site = urlsplit(origin.url)
        self._sites[f"{site.scheme}://{site.netloc}/"] = entry.report.portal

    def _check(self, expected: int) -> None:
        if self._rows != expected:
            found = f"the store holds {expected} versions, and {self._rows} could be read"
            raise ExportError(found, "look at the store: the others lack their capture or presence")

    def _facts(self, shot: Snapshot, order: Order) -> dict[str, Any]:
        return {
            "created": order.now.isoformat(),
            "rows": self._rows,
            "versions": "all" if order.chosen.every_version else "latest",
            "portal": order.chosen.portal,
            "database_revision": shot.revision(),
            "sources": [
                {"title": portal, "path": site} for site, portal in sorted(self._sites.items())
            ],
        }


def _joined(value: Any) -> Any:
    return ";".join(value) if isinstance(value, tuple) else value
