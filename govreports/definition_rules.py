"""What each attribute of a portal's definition may be, and what to write instead."""

from __future__ import annotations

import keyword
import re
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from govreports.families import FAMILIES
from govreports.values.region import parse_region_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

#: What can be conceded to a portal's TLS (govreports.fetching.tls says what each means).
CONCESSIONS = ("old", "unverified")
#: The spider of sites without a file has this name.
RESERVED = "portal"
#: What no definition can do without.
REQUIRED = ("name", "place", "home", "family", "columns")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def is_name(value: object) -> bool:
    """Say whether a portal can be called so: a lower-case identifier that is not taken."""
    return (
        isinstance(value, str)
        and _NAME.fullmatch(value) is not None
        and not keyword.iskeyword(value)
        and value != RESERVED
    )


def is_text(value: object) -> bool:
    """Say whether a value is a text that is not blank."""
    return isinstance(value, str) and bool(value.strip())


def is_home(value: object) -> bool:
    """Say whether a value is a site's address to which paths can be joined."""
    if not isinstance(value, str):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:  # urllib's answer to hosts such as `http://[`
        return False
    is_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
    return is_web and parts.path.endswith("/") and not (parts.query or parts.fragment)


def are_columns(value: object) -> bool:
    """Say whether a value maps link texts to paths or `None`."""
    if not isinstance(value, dict) or not value:
        return False
    paths: Iterable[Any] = value.values()
    return all(map(is_text, value)) and all(path is None or is_path(path) for path in paths)


def is_path(value: object) -> bool:
    """Say whether a value is a path from the site's root."""
    return isinstance(value, str) and value.startswith("/") and not value.startswith("//")


def is_family(value: object) -> bool:
    """Say whether a value names a CMS family."""
    return isinstance(value, str) and value in FAMILIES


def is_region(value: object) -> bool:
    """Say whether a value is a 行政区划代码, or `None`."""
    return value is None or (isinstance(value, str) and parse_region_code(value) == value)


def are_concessions(value: object) -> bool:
    """Say whether a value names what a portal's TLS is to be conceded, each once."""
    return (
        isinstance(value, (tuple, list))
        and all(one in CONCESSIONS for one in value)
        and len(set(value)) == len(value)
    )


def is_day(value: object) -> bool:
    """Say whether a value is a day, or `None`."""
    return value is None or type(value) is date


#: Attribute → whether a value will do, and the words for one that does.
RULES: Mapping[str, tuple[Callable[[object], bool], str]] = MappingProxyType(
    {
        "name": (is_name, f'a lower-case identifier, "jinshui", but not {RESERVED!r}'),
        "place": (is_text, 'the place\'s short Chinese name, "金水区"'),
        "home": (is_home, 'an http(s) address that ends in "/", "https://www.example.gov.cn/"'),
        "family": (is_family, f"one of: {', '.join(FAMILIES)}"),
        "columns": (
            are_columns,
            'link texts and paths from the root, {"法治政府建设": "/fz/"} or None',
        ),
        "region_code": (is_region, 'six digits of GB/T 2260, "410105", or None'),
        "tls": (are_concessions, 'a tuple of "old" and "unverified", ("old",)'),
        "verified_live": (
            is_day,
            "the day on which a person saw it work, date(2026, 1, 31), or None",
        ),
    }
)
