"""Bodies that were packed, unpacked: a page is read alike when it is fetched and read again."""

from __future__ import annotations

import zlib

_GZIP = 16 + zlib.MAX_WBITS
_GZIP_MAGIC = b"\x1f\x8b"
# Each one is looked at with all that follows it, and no server makes a page of so many.
_MOST_MEMBERS = 100


class TooLargeError(Exception):
    """What was packed grows beyond the bound."""


def unzipped(body: bytes, bound: int) -> bytes:
    """Return the content of all gzip members (RFC 1952, 2.2); ``bound`` is the most bytes.

    What stands behind them and is no gzip is left out, as browsers do. Raises
    :class:`zlib.error` where a member is damaged, :class:`EOFError` where one
    ends early, and :class:`TooLargeError`.
    """
    content, rest = b"", body
    for _ in range(_MOST_MEMBERS):
        content, behind = inflated(rest, bound, _GZIP, before=content)
        # Some writers fill up their last block.
        rest = behind.lstrip(b"\0")
        if not rest.startswith(_GZIP_MAGIC):
            return content
    message = f"more than {_MOST_MEMBERS} gzip members"
    raise TooLargeError(message)


def inflated(body: bytes, bound: int, window: int, *, before: bytes = b"") -> tuple[bytes, bytes]:
    """Return what is deflated at a body's start, and the bytes behind it; raises as `unzipped`.

    ``window`` says in which format, as :func:`zlib.decompressobj` has it;
    ``before`` is content to go on from, which the bound counts too.
    """
    unpacker = zlib.decompressobj(window)
    content = bounded(before + unpacker.decompress(body, bound + 1 - len(before)), bound)
    ended(unpacker.eof)
    return content, unpacker.unused_data


def bounded(content: bytes, bound: int) -> bytes:
    """Return the content; raises :class:`TooLargeError` where it is longer than the bound."""
    if len(content) > bound:
        message = f"more than {bound} bytes when decoded"
        raise TooLargeError(message)
    return content


def ended(whole: bool) -> None:  # noqa: FBT001 - one word says it at each call
    """Raise :class:`EOFError` where a body ends before what is packed in it does."""
    if not whole:
        message = "the data ends early"
        raise EOFError(message)
