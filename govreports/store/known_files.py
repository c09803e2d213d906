"""What is known of a report's attachments from earlier visits."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from govreports.fingerprint import with_hash

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govreports.records import Attachment, Report


def with_known_files(report: Report, known: Iterable[Attachment]) -> Report:
    """Fill in, by their URL, what is known of attachments that were not fetched this time.

    The hash follows: it speaks of the last known bytes of every attachment.
    """
    fetched = {one.url: one for one in known if one.sha256 is not None}
    filled = tuple(_filled(one, fetched.get(one.url)) for one in report.attachments)
    if filled == report.attachments:
        return report
    return with_hash(replace(report, attachments=filled))


def _filled(attachment: Attachment, known: Attachment | None) -> Attachment:
    if attachment.sha256 is not None or known is None:
        return attachment
    return replace(known, name=attachment.name)
