"""Bytes → text, once per page.

Portals name the wrong encoding in headers and meta tags often enough that a
name is only a hint: the bytes decide. `gb2312` and `gbk` mean GB18030, their
superset (the WHATWG Encoding Standard maps both to a superset as well).
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from govreports.reading.last import Last

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_META = re.compile(
    rb"<(?:meta|\?xml)\b[^<>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE
)
# The head of a page: browsers look for the charset in the first 1024 bytes,
# templates of portals put licence comments before it.
_HEAD_BYTES = 8192
_GB = frozenset(
    {"gb2312", "gbk", "gb18030", "cp936", "x-gbk", "gb_2312-80", "euc-cn", "hz-gb-2312"}
)
# The legacy encodings of the WHATWG Encoding Standard that Python knows, by Python's names. Its
# other codecs (idna, unicode_escape, utf-7 …) are for no page.
_OF_PAGES = frozenset(
    {
        *("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "big5", "big5hkscs", "hz"),
        *("euc_jp", "shift_jis", "iso2022_jp", "euc_kr", "cp949", "koi8-r", "koi8-u", "mac-roman"),
        *("cp866", "cp874", *(f"cp125{number}" for number in range(9))),
        *(f"iso8859-{number}" for number in (*range(2, 12), *range(13, 17))),
    }
)
# Servers add these by default, whatever they serve: no statement about a page.
_DEFAULTS = frozenset({"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii", "windows-1252"})
# Most frequent characters of official prose. GBK read as UTF-8, or the other
# way round, gives rare Han (锟, 浣, 鐨, 銆) and hardly ever these.
_COMMON = frozenset(
    "的一是在不有和人这中大为上个国我以要他时来用们生到作地于出就分对成会年政府工信息，。、：；年月日"
)
_PLAUSIBLE = 0.05
_SAMPLE = 20_000
REPLACEMENT = "\ufffd"


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text, the codec that read it, and the text in UTF-8.

    Bytes are parsed, and searched for words, in half the time that a text with
    Han takes; of most pages they are the page's own.
    """

    text: str
    encoding: str
    utf8: bytes

    @property
    def replaced(self) -> int:
        """How many U+FFFD stand in the text."""
        return self.text.count(REPLACEMENT)


def decode(body: bytes, content_type: str | None = None, encoding: str | None = None) -> Decoded:
    """Decode a page.

    `content_type` is the HTTP header's value; `encoding` a name that a person
    gave, which is then the only one tried. Valid UTF-8 is UTF-8 whatever the
    labels say: text in GB18030 is next to never valid UTF-8 by chance.

    Raises `LookupError` for an `encoding` that Python does not know.
    """
    return _decode(body, content_type, encoding)


@Last
def _decode(body: bytes, content_type: str | None, encoding: str | None) -> Decoded:
    if encoding:
        return _replacing(body, _codec(encoding))
    for mark, name in _BOMS:
        if body.startswith(mark):
            return _replacing(body[len(mark) :], name)
    text = _strictly(body, "utf-8")
    if text is not None:
        return Decoded(text, "utf-8", body)
    return _by_labels(body, content_type)


def _by_labels(body: bytes, content_type: str | None) -> Decoded:
    names = list(dict.fromkeys([*_declared(body, content_type), "gb18030", "utf-8"]))
    for name in names:
        text = _strictly(body, name)
        if text is not None and _commonness(text) >= _PLAUSIBLE:
            return _decoded(text, name)
    return max((_replacing(body, name) for name in names), key=_score)


def _declared(body: bytes, content_type: str | None) -> list[str]:
    """Return the codecs that the page's labels name, HTTP header first."""
    header = _CHARSET.search(content_type or "")
    meta = _META.search(body[:_HEAD_BYTES])
    labels = [header[1] if header else "", meta[1].decode("ascii", "replace") if meta else ""]
    return [
        _codec(label)
        for label in labels
        if label and label.lower() not in _DEFAULTS and _known(label)
    ]


def _codec(label: str) -> str:
    return "gb18030" if label.lower() in _GB else codecs.lookup(label).name


def _known(label: str) -> bool:
    try:
        return label.lower() in _GB or codecs.lookup(label).name in _OF_PAGES
    except LookupError:
        return False


def _strictly(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except UnicodeDecodeError:
        return None


def _replacing(body: bytes, name: str) -> Decoded:
    return _decoded(body.decode(name, "replace"), name)


def _decoded(text: str, name: str) -> Decoded:
    return Decoded(text, name, text.encode("utf-8", "replace"))


def _commonness(text: str) -> float:
    """Return the share of frequent characters among those beyond ASCII, 1.0 without any."""
    beyond = [char for char in text[:_SAMPLE] if char > "\x7f"]
    return sum(char in _COMMON for char in beyond) / len(beyond) if beyond else 1.0


def _score(decoded: Decoded) -> float:
    beyond = len(decoded.text) - len(decoded.text.encode("ascii", "ignore")) or 1
    return _commonness(decoded.text) - decoded.replaced / beyond
