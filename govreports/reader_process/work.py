"""What the reader process is asked, and its answers."""

from __future__ import annotations

import traceback
from typing import TYPE_CHECKING, Any

from govreports.normalise import UntitledError
from govreports.reader_process.errors import ReaderFaultError
from govreports.reading.errors import UnreadableError

if TYPE_CHECKING:
    from typing import TypeAlias

    from govreports.attachments.attached import AttachedFile
    from govreports.page_reading import ListPage, ReportPage

#: What can be read. What reads attachments is loaded by the first of them only.
Page: TypeAlias = "ReportPage | ListPage | AttachedFile"


def answer(page: Page) -> Any:
    """Read a page; what it raises is its answer.

    Only :class:`MemoryError` goes through: after it the process is no longer
    to be trusted.
    """
    try:
        return page.read()
    except (UnreadableError, UntitledError) as error:
        return error
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a fault of the reader is named by the crawl, with its page
        return ReaderFaultError(traceback.format_exc())
