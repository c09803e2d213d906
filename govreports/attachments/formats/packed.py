"""Archives: ZIP and RAR. Their members are read one level deep, and never written anywhere."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import rarfile

from govreports.attachments.bounds import MOST_UNPACKED, Collected, check_parts, opened_package
from govreports.attachments.records import FileUnreadableError, TextState, encrypted, failed, refuse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from govreports.attachments.records import FileText

#: Members of an archive that are read; the others are named.
MOST_MEMBERS = 200
# What unpacking a member raises where it is broken, or packed by a method that Python has not.
_DAMAGES = (
    zipfile.BadZipFile,
    zlib.error,
    RuntimeError,
    NotImplementedError,
    OSError,
    ValueError,
    EOFError,
)
_UTF_8_NAME = 0x800
_NOT_FOR_READERS = "__MACOSX/"


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its name, for people only, and how to get at its bytes."""

    name: str
    open: Callable[[], bytes]


def zipped(stream: BinaryIO) -> Iterator[Member]:
    """Yield a ZIP file's members."""
    package = opened_package(stream)
    files = [file for file in package.infolist() if not file.is_dir()]
    files = [file for file in files if not file.filename.startswith(_NOT_FOR_READERS)]
    check_parts(files)
    for file in files:
        yield Member(_name(file), lambda file=file: package.read(file))  # type: ignore[misc]


def _name(file: zipfile.ZipInfo) -> str:
    """Return a member's name: Chinese programs write GBK where the format wants CP437."""
    if file.flag_bits & _UTF_8_NAME:
        return file.filename
    try:
        return file.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return file.filename


def rared(stream: BinaryIO) -> Iterator[Member]:
    """Yield a RAR file's members; those that are compressed need unrar, unar, 7z or bsdtar."""
    try:
        package = rarfile.RarFile(stream)
    except rarfile.Error as error:
        message = f"a damaged RAR file ({error})"
        raise refuse(message) from error
    files = [file for file in package.infolist() if file.is_file()]
    if package.needs_password():
        raise encrypted()
    if sum(file.file_size for file in files) > MOST_UNPACKED:
        message = "unpacks to more than is read (a RAR bomb?)"
        raise refuse(message)
    for file in files:
        yield Member(file.filename, lambda file=file: _unpacked(package, file))  # type: ignore[misc]


def _unpacked(package: rarfile.RarFile, file: rarfile.RarInfo) -> bytes:
    try:
        return bytes(package.read(file))
    except rarfile.RarCannotExec as error:
        message = "packed by RAR, and no unrar, unar, 7z or bsdtar is installed here"
        raise refuse(message) from error
    except rarfile.Error as error:
        message = f"a damaged RAR file ({error})"
        raise refuse(message) from error


def read(members: Iterator[Member], read_file: Callable[[BinaryIO], FileText]) -> str:
    """Return the members' texts, each below its name.

    Raises :class:`FileUnreadableError` where none has any: with the members' state
    where they have one in common, else with the first failure.
    """
    collected, states = Collected(), []
    for member in islice(members, MOST_MEMBERS):
        found = _read(member, read_file)
        states.append(found.state if isinstance(found, FileUnreadableError) else TextState.TEXT)
        collected.add(f"〔{_shown(member.name)}〕")
        if isinstance(found, str):
            collected.add(found)
    if TextState.TEXT not in states:
        raise FileUnreadableError(_common(states))
    return str(collected)


def _read(member: Member, read_file: Callable[[BinaryIO], FileText]) -> str | FileUnreadableError:
    try:
        found = read_file(io.BytesIO(member.open()))
    except FileUnreadableError as error:
        return error
    except _DAMAGES as error:
        return refuse(f"a damaged member ({error})")
    return found.text if found.text is not None else FileUnreadableError(found.state)


def _common(states: list[str]) -> str:
    if not states:
        return failed("an archive without files")
    if len(set(states)) == 1:
        return states[0]
    return next((state for state in states if state.startswith("failed")), states[0])


def _shown(name: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())
