"""What a better reader changes of a version that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govreports.store.rows import stated_row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from govreports.records import Attachment, Report
    from govreports.store.rows import VersionRow

# Where a version stands was settled when it was stored; its bytes do not know of redirects.
_ADDRESS = ("url", "url_key")
_ATTACHMENTS = "attachments"


def changed_fields(
    row: VersionRow, attachments: Sequence[Attachment], report: Report
) -> tuple[str, ...]:
    """Return the record's fields that the report states otherwise than a row of `versions`."""
    stated = stated_row(report)
    changed = [name for name, value in stated.items() if name != "url" and row[name] != value]
    if report.attachments != tuple(attachments):
        changed.append(_ATTACHMENTS)
    return tuple(changed)


def restate(row: VersionRow, report: Report, text: tuple[str, int], now: datetime) -> None:
    """Let a row of `versions` say what the report states; ``text`` is its text's hash and length.

    The address stays; the attachments have a table of their own.
    """
    address = {name: row[name] for name in _ADDRESS}
    row.update(stated_row(report) | address)
    row["text_hash"], row["text_length"] = text
    row["revised_at"] = now
