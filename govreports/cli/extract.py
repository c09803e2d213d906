"""`govreports extract`: pages in files → reports, nothing stored."""

from __future__ import annotations

import errno
import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from govreports.annual_tables import sums_that_fail
from govreports.cli.app import errors, fail
from govreports.cli.fetched import fetch, is_address
from govreports.cli.pages import Page, pages_of
from govreports.extraction import NOWHERE, Extracted, read_page, unread
from govreports.feeds import json_row
from govreports.records import Capture

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# A folder of its own: what a page without an address links to stays relative to it.
_STAND_IN = f"{NOWHERE}/-/"


@dataclass(slots=True)
class Manifest:
    """Which file holds the page of which address, for a collection of saved pages."""

    urls: dict[Path, str] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)

    def url_of(self, file: Path) -> str:
        """Return the address of a file's page, empty where the manifest has none."""
        return self.urls.get(file.resolve(), "")

    def find(self, url: str) -> Capture | None:
        """Return the page of an address, `None` where it is in no file of the manifest."""
        path = self.files.get(url)
        if path is None or not path.is_file():
            return None
        return next(iter(pages_of(path, url))).capture


def extract(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="HTML, gzip or WARC; or an address.")
    ],
    *,
    url: Annotated[str, typer.Option(help="The address of the page in the one file.")] = "",
    encoding: Annotated[
        str | None, typer.Option(help="The pages' encoding, where they name a wrong one.")
    ] = None,
    manifest: Annotated[
        Path | None, typer.Option(help='JSON Lines of {"file": …, "url": …}, beside the files.')
    ] = None,
) -> None:
    """Read pages and print one report a line as JSON, in the files' order.

    Each line adds `file`, `family` and, where a page reads as no report, `error`;
    a 政府信息公开年报 with the standard tables adds them as `tables`.
    An address is fetched politely, once; nothing is stored.

    Example: govreports extract page.html --url http://www.example.gov.cn/a.html
    """
    _check_usage(files, url, encoding)
    collection = manifest_of(manifest) if manifest else Manifest()
    opened = [_extract_file(file, url, encoding, collection) for file in files]
    if not all(opened):
        raise typer.Exit(1)


def _check_usage(files: list[str], url: str, encoding: str | None) -> None:
    if url and len(files) > 1:
        message = "--url is one page's address; for several files give a --manifest"
        raise typer.BadParameter(message)
    if encoding:
        try:
            # A few codecs are not for text, or cannot replace what they do not know.
            b"a".decode(encoding, "replace")
        except (LookupError, UnicodeError) as error:
            message = f"unknown encoding {encoding!r}; Chinese pages are in utf-8, gb18030 or big5"
            raise typer.BadParameter(message) from error


def manifest_of(path: Path) -> Manifest:
    """Read a manifest of saved pages; end the command where it is none."""
    found = Manifest()
    try:
        lines = path.read_text("utf-8").splitlines()
        entries = [json.loads(line) for line in lines if line.strip()]
        for entry in entries:
            file, url = (path.parent / entry["file"]).resolve(), entry.get("url") or ""
            found.urls[file] = url
            found.files.setdefault(url, file)
    except OSError as error:
        fail(f"{path} cannot be read ({error.strerror})", "name a file that exists")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        fail(
            f"{path} is no manifest ({type(error).__name__}: {error})",
            'one JSON object a line, {"file": "a.html", "url": "http://…"}',
        )
    return found


def _extract_file(file: str, url: str, encoding: str | None, collection: Manifest) -> bool:
    """Print the lines of one file; return `False` where it cannot be opened."""
    try:
        for found in extracted_from(file, url, encoding, collection):
            _print(file, found)
    except OSError as error:
        said = f"{file} cannot be read ({error.strerror})"
        _print(file, unread(url, said))
        errors.print(
            f"govreports: {said}. What to do: check its name and your right to read it",
            markup=False,
            soft_wrap=True,
        )
        return False
    return True


def extracted_from(
    file: str, url: str, encoding: str | None, collection: Manifest
) -> Iterator[Extracted]:
    """Read each page of a file. Raises `OSError` where it cannot be opened."""
    for page in _pages(file, url, collection):
        yield _extracted(page, encoding, collection)


def _pages(file: str, url: str, collection: Manifest) -> Iterable[Page]:
    if not is_address(file):
        return pages_of(Path(file), url or collection.url_of(Path(file)))
    body = fetch(file)
    if not body:
        raise ConnectionError(errno.ECONNREFUSED, "no page came")
    return (Page(file, Capture(url=file, body=body, requested_url=file)),)


def _extracted(page: Page, encoding: str | None, collection: Manifest) -> Extracted:
    if page.capture is None:
        return unread(page.url, page.error or "")
    capture = page.capture
    if encoding:
        # Valid UTF-8 is read as such whatever the page's labels say.
        body = capture.body.decode(encoding, "replace").encode("utf-8", "replace")
        capture = replace(capture, body=body)
    if not capture.url:
        capture = replace(capture, url=_STAND_IN, requested_url=_STAND_IN)
    return read_page(capture, collection.find)


def _print(file: str, extracted: Extracted) -> None:
    row = json_row(extracted.report)
    row |= {name: None for name in ("portal", "url", "title") if not row[name]}
    if str(row["url"]).startswith(NOWHERE):
        _without_address(row)
    row |= {"file": file, "family": extracted.family}
    if extracted.error is not None:
        row["error"] = extracted.error
    if extracted.tables is not None:
        failing = sums_that_fail(extracted.tables)
        row["tables"] = {**asdict(extracted.tables), "failing_sums": failing}
    # Bytes: a file's name may hold what no encoding of the terminal has.
    typer.echo(json.dumps(row, ensure_ascii=False).encode("utf-8", "backslashreplace"))


def _without_address(row: dict[str, Any]) -> None:
    """Leave out the stand-in address; links to files stay as the page has them, relative."""
    row |= {"portal": None, "url": None}
    for attachment in row["attachments"]:
        attachment["url"] = attachment["url"].removeprefix(_STAND_IN).removeprefix(NOWHERE)
