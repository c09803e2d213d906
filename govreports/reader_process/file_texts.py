"""Files on disk, read in a process of their own, whatever they do to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govreports.attachments.attached import AttachedFile
from govreports.attachments.kinds import rough_kind
from govreports.attachments.records import FileText, failed
from govreports.reader_process.errors import PageTooHeavyError

if TYPE_CHECKING:
    from pathlib import Path

    from govreports.reader_process.process import ReaderProcess

# What a kind is told by without opening the file.
_HEAD = 4096


async def file_text(process: ReaderProcess, path: Path) -> FileText:
    """Return what a file is and its text; one that breaks its reader is `failed`.

    Raises :class:`ReaderFaultError` where the reader itself is at fault.
    """
    try:
        text: FileText = await process.read(AttachedFile(str(path)))
    except PageTooHeavyError as error:
        return unread_file(path, str(error))
    return text


def unread_file(path: Path, why: str) -> FileText:
    """Return the state of a file that no reader came to the end of."""
    with path.open("rb") as stream:
        return FileText(failed(why), rough_kind(stream.read(_HEAD)).media_type)
