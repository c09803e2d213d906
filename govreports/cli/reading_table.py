"""What was read on a portal's pages, field by field, for a person to confirm."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from govreports.cli.app import console
from govreports.recordings import stated
from govreports.vocab.columns import RECORD

if TYPE_CHECKING:
    from govreports.recordings import Reading
    from govreports.records import Report

# So much of a text's beginning, and of its end: there the signature stands.
_BEGINNING, _END = 80, 40
_EMPTY = Text("空 empty", style="dim")


def show_reading(reading: Reading) -> None:
    """Print the list's totals, then each report's fields with their Chinese terms."""
    listing = reading.listing
    declared = "nothing" if listing.declared_rows is None else f"{listing.declared_rows} rows"
    if listing.declared_pages is not None:
        declared += f", {listing.declared_pages} pages"
    console.print(f"{len(listing.rows)} rows on the first list page; it declares {declared}")
    if not listing.next:
        console.print("it leads to no further page: if a browser shows more, rows will be missing")
    for number, report in enumerate(reading.reports, 1):
        console.print(report_table(number, report))
    for url, said in reading.unread.items():
        console.print(f"not read: {url}: {said}", markup=False, soft_wrap=True)


def report_table(number: int, report: Report) -> Table:
    """Return one report's fields, what is empty shown as empty."""
    table = Table(title=f"报告 report {number}", title_justify="left", box=None, pad_edge=False)
    for header in ("字段", "field", "值 value"):
        table.add_column(header, no_wrap=header == "field")
    fields = stated(report)
    fields["body"] = _cut(fields["body"] or "")
    for name, value in fields.items():
        table.add_row(RECORD[name].title, name, _shown(value))
    return table


def _shown(value: object) -> Text:
    if value in (None, "", [], {}):
        return _EMPTY
    if isinstance(value, (dict, list)):
        return Text(json.dumps(value, ensure_ascii=False))
    return Text(str(value))


def _cut(text: str) -> str:
    """Return a long text's beginning and end in one line."""
    line = text.replace("\n", "↵")
    if len(line) <= _BEGINNING + _END:
        return line
    return f"{line[:_BEGINNING]} … {line[-_END:]} ({len(text)} characters)"
