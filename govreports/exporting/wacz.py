"""Writes a part of the archive as one WACZ file, for replay tools.

WACZ 1.1.1: https://specs.webrecorder.net/wacz/1.1.1/
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from govreports import __version__
from govreports.archive.copying import Copier
from govreports.exporting.wacz_index import Index
from govreports.exporting.whole import staged

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from govreports.store.evidence import Evidence, Page

VERSION = "1.1.1"
_SOFTWARE = f"govreports/{__version__}"
_PACKAGE = "datapackage.json"
_CHUNK = 1024 * 1024
_PAGES = {"format": "json-pages-1.0", "id": "pages", "title": "报告 Reports"}


@dataclass
class Written:
    """What a WACZ holds: records, pages; and what is wrong with records that it lacks."""

    records: int = 0
    pages: int = 0
    damaged: list[str] = field(default_factory=list)


def export(evidence: Evidence, archive: Path, file: Path, now: datetime) -> Written:
    """Write the records and their pages into a WACZ, which appears whole or not at all.

    A record that is damaged or missing is left out and named. Raises
    ``StoreError`` where the database does not answer, and :class:`OSError`
    where the folder cannot be written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    written = Written()
    copier = Copier(archive, written.damaged.append)
    with (
        staged(file.parent, [file.name]) as place,
        TemporaryDirectory(dir=place) as scratch,
        zipfile.ZipFile(place / file.name, "w", zipfile.ZIP_STORED) as packed,
    ):
        package = _Package(packed, now)
        index = Index(Path(scratch))
        for warc in copier.files(evidence.records(), Path(scratch), (_SOFTWARE, now)):
            index.add(warc)
            package.add_file(f"archive/{warc.name}", warc)
        for path in index.write():
            package.add_file(f"indexes/{path.name}", path)
        written.pages = package.add_pages(evidence.pages())
        package.close()
    written.records = copier.copied
    return written


class _Package:
    """The ZIP file, with the list of what was put into it."""

    def __init__(self, packed: zipfile.ZipFile, now: datetime) -> None:
        self._packed = packed
        self._now = now
        self._resources: list[dict[str, Any]] = []

    def add_file(self, name: str, path: Path) -> None:
        """Put in a file as it is: replay tools read records where they lie."""
        with path.open("rb") as stream:
            self._add(name, iter(lambda: stream.read(_CHUNK), b""))

    def add_pages(self, pages: Iterator[Page]) -> int:
        """Put in the list of pages; return how many there are."""
        count = 0

        def lines() -> Iterator[bytes]:
            nonlocal count
            yield _line(_PAGES)
            for count, page in enumerate(pages, 1):  # noqa: B007 - the count goes out
                yield _line(
                    {
                        "id": f"{page.report_id}-{page.version}",
                        "url": page.url,
                        "ts": f"{page.fetched_at:%Y-%m-%dT%H:%M:%S}Z",
                        "title": page.title,
                    }
                )

        self._add("pages/pages.jsonl", lines())
        return count

    def close(self) -> None:
        """Put in what the others are, each with its digest, and the digest of that."""
        text = json.dumps(
            {
                "profile": "data-package",
                "wacz_version": VERSION,
                "title": "中国政府报告 · Chinese government reports",
                "software": _SOFTWARE,
                "created": f"{self._now:%Y-%m-%dT%H:%M:%S}Z",
                "resources": self._resources,
            },
            ensure_ascii=False,
            indent=2,
        ).encode()
        self._write(_PACKAGE, text)
        digest = f"sha256:{hashlib.sha256(text).hexdigest()}"
        self._write("datapackage-digest.json", _line({"path": _PACKAGE, "hash": digest}))

    def _add(self, name: str, chunks: Iterator[bytes]) -> None:
        digest, size = hashlib.sha256(), 0
        with self._packed.open(self._entry(name), "w", force_zip64=True) as out:
            for chunk in chunks:
                digest.update(chunk)
                size += out.write(chunk)
        self._resources.append(
            {
                "name": name.rpartition("/")[2].lower(),
                "path": name,
                "hash": f"sha256:{digest.hexdigest()}",
                "bytes": size,
            }
        )

    def _write(self, name: str, data: bytes) -> None:
        self._packed.writestr(self._entry(name), data)

    def _entry(self, name: str) -> zipfile.ZipInfo:
        return zipfile.ZipInfo(name, self._now.timetuple()[:6])


def _line(values: dict[str, str]) -> bytes:
    return f"{json.dumps(values, ensure_ascii=False)}\n".encode()
