"""When do two URLs name the same page?"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, urlsplit, urlunsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_DEFAULT_PORTS = {"http": 80, "https": 443}
_FOLDED_PREFIX = re.compile(r"^(?:www\.|m\.)(?=[^.]+\.)")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
# RFC 3986, 2.3: an escape of one of these means the same as the character itself.
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_LEGAL = "!#$%&'()*+,/:;=?@[]~"


class _Parts(NamedTuple):
    scheme: str
    host: str
    path: str
    query: str


def url_key(url: str, aliases: Mapping[str, str] | None = None) -> str:
    """Return the URL key: the same for every spelling of one page's address.

    ``host/path?query``: scheme, ``www.``, ``m.``, default port, fragment,
    tracking parameters and session ids dropped, the query sorted. ``aliases``
    maps hosts that stand in for a portal's own (``127.0.0.1:40123``) to it.
    Raises :class:`ValueError` for what is no absolute http(s) URL.
    """
    parts = _split(url)
    host = (aliases or {}).get(parts.host, parts.host)
    query = "&".join(sorted(_kept(parts.query)))
    return f"{_FOLDED_PREFIX.sub('', host)}{parts.path}{'?' if query else ''}{query}"


def canonical_url(url: str) -> str:
    """Return the URL as records carry it: still usable, without its accidents.

    Scheme, ``www.`` and the query's order stay as they are; fragment,
    tracking parameters, session ids and default port go. Raises
    :class:`ValueError` for what is no absolute http(s) URL.
    """
    parts = _split(url)
    return urlunsplit((parts.scheme, parts.host, parts.path, "&".join(_kept(parts.query)), ""))


def _split(url: str) -> _Parts:
    split = urlsplit(url.strip())
    if split.scheme not in _DEFAULT_PORTS or not split.hostname:
        message = f"not an absolute http or https URL: {url!r}"
        raise ValueError(message)
    port = "" if split.port in {None, _DEFAULT_PORTS[split.scheme]} else f":{split.port}"
    host = split.hostname.rstrip(".")
    return _Parts(
        split.scheme, f"{_ascii_host(host)}{port}", _path(split.path), _spelt(split.query)
    )


def _ascii_host(host: str) -> str:
    if ":" in host:
        return f"[{host}]"
    # 政务.cn names exist; IDNA is how the same name stands in other links.
    return host if host.isascii() else host.encode("idna").decode("ascii")


def _path(path: str) -> str:
    bare = _session_path().sub("", _spelt(path))
    return _without_dots(bare) if "/." in bare else bare or "/"


def _spelt(text: str) -> str:
    """Return one spelling of what may be escaped: RFC 3986, 6.2.2."""
    if not text.isascii() or " " in text:
        text = quote(text, safe=_LEGAL)
    return _ESCAPE.sub(_unescaped, text) if "%" in text else text


def _unescaped(escape: re.Match[str]) -> str:
    character = chr(int(escape[1], 16))
    return character if character in _UNRESERVED else escape[0].upper()


def _without_dots(path: str) -> str:
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            kept = kept[:-1]
        elif segment != ".":
            kept.append(segment)
    # A path that ends in a dot segment names the folder (RFC 3986, 5.2.4).
    tail = "/" if segments[-1] in {".", ".."} and kept else ""
    return f"/{'/'.join(kept)}{tail}"


def _kept(query: str) -> list[str]:
    dropped = _dropped_names()
    return [
        pair
        for pair in query.replace("+", "%20").split("&")
        if pair and not dropped.fullmatch(pair.partition("=")[0])
    ]


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, list[str]]:
    text = files("govreports.vocab").joinpath("url_parameters.toml").read_text("utf-8")
    return tomllib.loads(text)


def _one_of(names: Iterable[str]) -> str:
    return "|".join(re.escape(name).replace(r"\*", "[^=;/]*") for name in names)


@lru_cache(maxsize=1)
def _dropped_names() -> re.Pattern[str]:
    words = _vocabulary()
    return re.compile(_one_of(words["tracking"] + words["sessions"]), re.IGNORECASE)


@lru_cache(maxsize=1)
def _session_path() -> re.Pattern[str]:
    return re.compile(f";(?:{_one_of(_vocabulary()['sessions'])})=[^/;]*", re.IGNORECASE)
