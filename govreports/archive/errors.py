"""What can go wrong with the archive."""

from __future__ import annotations


class ArchiveError(Exception):
    """The archive cannot be written, or a record cannot be read back.

    The message names the file, what was found and what a person can do.
    """


class ContentEncodingError(ArchiveError):
    """An answer's body does not decode as its ``Content-Encoding`` says."""
