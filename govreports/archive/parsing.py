"""A WARC record of ours, taken apart.

warcio does it for every archive there is; for these alone that costs three
times as much, for every page that is read again.
"""

from __future__ import annotations

from typing import NamedTuple

from govreports.archive.errors import ArchiveError

VERSION = "WARC/1.1"
END = b"\r\n\r\n"
_ANY_VERSION = b"WARC/"


class WarcRecord(NamedTuple):
    """A record: its named fields as they are written, and its block."""

    fields: dict[str, str]
    block: bytes

    @property
    def kind(self) -> str:
        """Return what sort of record it is, as ISO 28500 names it."""
        return self.fields.get("WARC-Type", "")

    def field(self, name: str) -> str:
        """Return a field that every record of ours states.

        Raises :class:`ArchiveError` where this one does not.
        """
        if name not in self.fields:
            message = f"a {self.kind} record without {name}"
            raise ArchiveError(message)
        return self.fields[name]


def parsed(content: bytes) -> WarcRecord:
    """Return the record in the content of a gzip member.

    Raises :class:`ArchiveError` where that is none, where its length is not
    the stated one, or where it follows another version of the standard.
    """
    if not content.startswith(_ANY_VERSION):
        message = "no WARC record at this place"
        raise ArchiveError(message)
    head = content.find(END)
    version, *lines = content[:head].decode("utf-8", "replace").split("\r\n")
    if version != VERSION:
        message = f"{version}, this program reads {VERSION}; it is another's file"
        raise ArchiveError(message)
    fields = dict(line.partition(": ")[::2] for line in lines)
    block = content[head + len(END) : -len(END)]
    if fields.get("Content-Length") != str(len(block)) or not content.endswith(END):
        message = f"a block of {len(block)} bytes, not of {fields.get('Content-Length')}"
        raise ArchiveError(message)
    return WarcRecord(fields, block)
