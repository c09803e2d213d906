"""Objects on the stream between a crawl and its reader: a length, then the pickled object."""

from __future__ import annotations

import copyreg
import pickle
from dataclasses import fields
from io import BytesIO
from struct import Struct
from typing import TYPE_CHECKING, Any

from govreports.normalise import Context
from govreports.page_reading import ListPage, ReadReport, ReportPage
from govreports.records import Attachment, Capture, Report, Row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Protocol

    class Stream(Protocol):
        """What bytes are read from; fewer than asked for come at its end only."""

        def read(self, size: int, /) -> bytes:
            """Return so many bytes."""


_LENGTH = Struct("!I")
# Bytes of a page travel in one piece since protocol 5.
_PROTOCOL = 5


def _by_fields(record: type[Any]) -> Callable[[Any], tuple[type[Any], tuple[Any, ...]]]:
    names = tuple(field.name for field in fields(record))
    return lambda value: (record, tuple([getattr(value, name) for name in names]))


# A frozen dataclass with slots is pickled by way of two functions written in Python; for the
# records that come with every page, calling their class with their fields takes half the time.
_RECORDS = (ReportPage, ListPage, ReadReport, Context, Capture, Row, Report, Attachment)
_REDUCERS: dict[type, Any] = {
    **copyreg.dispatch_table,
    **{record: _by_fields(record) for record in _RECORDS},
}


def framed(value: object) -> bytes:
    """Return an object as it goes over the stream."""
    stream = BytesIO(bytes(_LENGTH.size))
    stream.seek(_LENGTH.size)
    pickler = pickle.Pickler(stream, _PROTOCOL)
    pickler.dispatch_table = _REDUCERS
    # Looking out for what comes twice, which hardly anything does, costs as much as all the rest.
    pickler.fast = True
    pickler.dump(value)
    length = stream.tell() - _LENGTH.size
    stream.seek(0)
    stream.write(_LENGTH.pack(length))
    return stream.getvalue()


#: What a reader says once it can read.
READY = framed(None)


def frames(stream: Stream) -> Iterator[Any]:
    """Yield the objects of a stream until it ends; one cut off by the other's end is none."""
    while len(head := stream.read(_LENGTH.size)) == _LENGTH.size:
        (length,) = _LENGTH.unpack(head)
        data = stream.read(length)
        if len(data) < length:
            return
        yield _value(data)


class FrameBuffer:
    """Puts the objects together that come in any number of pieces."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._data = b""

    def take(self, data: bytes) -> list[Any]:
        """Take a piece and return the objects that are whole now."""
        data = self._data + data
        start, whole = 0, []
        while (end := _end(data, start)) is not None:
            whole.append(_value(data[start + _LENGTH.size : end]))
            start = end
        self._data = data[start:]
        return whole


def _end(data: bytes, start: int) -> int | None:
    """Return where the frame ends that starts there, `None` where it is not whole."""
    if len(data) - start < _LENGTH.size:
        return None
    end = start + _LENGTH.size + int(_LENGTH.unpack_from(data, start)[0])
    return end if end <= len(data) else None


def _value(data: bytes) -> Any:
    return pickle.loads(data)  # noqa: S301 - only a crawl and its own child hold the two ends
