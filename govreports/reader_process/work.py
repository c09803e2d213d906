"""What the reader process is asked, and its answers."""

from __future__ import annotations

import traceback
from typing import Any

from govreports.normalise import UntitledError
from govreports.page_reading import ListPage, ReportPage
from govreports.reader_process.errors import ReaderFaultError
from govreports.reading.errors import UnreadableError

#: What can be read; importing it here has every family loaded before the first page comes.
Page = ReportPage | ListPage


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
