"""Lists that a portal's service answers as JSON (or JSONP): rows of articles and their total.

No two services agree on names, so rows are found by what they are: the largest
list of objects that have an address and a title, under any of the known names.
"""

from __future__ import annotations

import html
import json
import re
import tomllib
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from importlib import resources
from typing import TYPE_CHECKING, Any

from govreports.reading.document import Document, join
from govreports.reading.encoding import decode
from govreports.reading.rows import main_rows, unique_rows
from govreports.records import Listing, Row
from govreports.values.numerals import count
from govreports.values.text import squeeze

if TYPE_CHECKING:
    from collections.abc import Iterator

    from govreports.records import Capture

_DATA = tomllib.loads(
    resources.files("govreports.reading").joinpath("json_lists.toml").read_text("utf-8")
)
_CALL = re.compile(r"\s*[\w.$]+\s*\((.*)\)\s*;?\s*", re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
# Seconds or, with three digits more, milliseconds since 1970; from 2001 on both have one length.
_EPOCH = re.compile(r"(\d{10})(?:\d{3})?")
_UTC_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T[\d:.]+Z")
_BEIJING = timezone(timedelta(hours=8))
_HAN = re.compile(r"[\u4e00-\u9fff]")
# Tenants of HyCloud name their fields by number; of such a row the title is its longest short text.
_LONGEST_TITLE = 120

_Object = dict[str, Any]


def read_json_list(page: Capture) -> Listing | None:
    """Return the list that a JSON answer holds, `None` for a page that is no such answer."""
    try:
        return _listing(parse_answer(page), page)
    except RecursionError:  # absurd nesting: each level of an answer is a call
        return None


def _listing(answer: Any, page: Capture) -> Listing | None:
    rows = _rows(answer, page.url) or _rows_of_markup(answer, page)
    if not rows:
        return None
    return Listing(
        rows=rows,
        page=_number(answer, "page") or 1,
        declared_rows=_number(answer, "total"),
    )


def parse_answer(page: Capture) -> Any | None:
    """Return the value of a JSON or JSONP answer, `None` for a page that is none."""
    text = decode(page.body, page.header("content-type")).text
    call = _CALL.fullmatch(text) if not text.lstrip().startswith(("{", "[", "<")) else None
    source = (call[1] if call else text).strip()
    if not source.startswith(("{", "[")):
        return None
    try:
        return json.loads(source)
    except (ValueError, RecursionError):  # a number of thousands of digits is a ValueError, too
        return None


def _rows(answer: Any, base: str) -> tuple[Row, ...]:
    lists = [rows for found in _lists(answer) if (rows := _rows_of(found, base))]
    best = max((rows for _, rows in lists), key=len, default=())
    kinds = {kind for kind, rows in lists if rows is best}
    # Some services part one list by category; its parts have the same names.
    return unique_rows(row for kind, rows in lists if kind in kinds for row in rows)


def _lists(value: Any) -> Iterator[list[_Object]]:
    """Yield each list of objects in an answer, outer ones first."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from _lists(inner)
    elif isinstance(value, list):
        objects = [one for one in value if isinstance(one, dict)]
        if objects:
            yield objects
        for inner in value:
            yield from _lists(inner)


def _rows_of(objects: list[_Object], base: str) -> tuple[frozenset[str], tuple[Row, ...]] | None:
    flat = [_flat(one) for one in objects]
    rows = tuple(row for one in flat if (row := _row(one, base)) is not None)
    return (frozenset(flat[0]), rows) if rows else None


def _flat(one: _Object) -> dict[str, str]:
    """Return an object's texts and numbers by lower-case name, those of inner objects included."""
    values: dict[str, str] = {}
    for name, value in one.items():
        if isinstance(value, dict):
            for key, text in _flat(value).items():
                values.setdefault(key, text)
        elif isinstance(value, (str, int)) and not isinstance(value, bool):
            values[name.lower()] = str(value)
    return values


def _row(values: dict[str, str], base: str) -> Row | None:
    url = join(base, _first(values, _DATA["url"]))
    title = _shown(_first(values, _DATA["title"])) or _longest(values)
    if not url or not title:
        return None
    named = ((label, _shown(_first(values, names))) for label, names in _DATA["labels"].items())
    header = tuple((label, value) for label, value in named if value)
    return Row(url, title, _date(_first(values, _DATA["date"])), header)


def _first(values: dict[str, str], names: list[str]) -> str:
    return next((values[name] for name in names if values.get(name, "").strip()), "")


def _shown(text: str) -> str:
    """Return a text without the marks of the search's hits and other tags."""
    return squeeze(html.unescape(_TAG.sub("", text)))


def _longest(values: dict[str, str]) -> str:
    texts = (_shown(text) for text in values.values() if len(text) <= _LONGEST_TITLE)
    return max((text for text in texts if _HAN.search(text)), key=len, default="")


def _date(text: str) -> str | None:
    """Return a time as the list has it; times of machines as the day in Beijing."""
    epoch = _EPOCH.fullmatch(text)
    if epoch:
        return datetime.fromtimestamp(int(epoch[1]), _BEIJING).date().isoformat()
    if _UTC_TIME.fullmatch(text):
        return _beijing_day(text)
    return squeeze(text) or None


def _beijing_day(text: str) -> str:
    """Return the day in Beijing of a time in UTC; one that no calendar has stays as it stands."""
    try:
        return datetime.fromisoformat(text).astimezone(_BEIJING).date().isoformat()
    except (ValueError, OverflowError):
        return text


def _number(answer: Any, kind: str) -> int | None:
    """Return the number of one of the names of a kind that stands outermost in an answer."""
    level = [answer]
    while level:
        objects = [one for one in level if isinstance(one, dict)]
        for name in _DATA[kind]:
            for one in objects:
                number = _whole({key.lower(): value for key, value in one.items()}.get(name))
                if number is not None:
                    return number
        level = [inner for one in objects for inner in one.values()]
    return None


def _whole(value: Any) -> int | None:
    stated = isinstance(value, (str, int)) and not isinstance(value, bool)
    return count(str(value)) if stated else None


def _rows_of_markup(answer: Any, page: Capture) -> tuple[Row, ...]:
    """Return the rows of an answer whose items, or whose whole list, are markup."""
    markup = "".join(text for text in _texts(answer) if "<a" in text)
    if not markup:
        return ()
    return main_rows(fragment(page, markup))


def fragment(page: Capture, markup: str) -> Document:
    """Return the markup in an answer as a page: its items side by side, as a script puts them."""
    # JSON can hold half a character (`\udfff`), which no page can.
    body = f"<html><body><div>{markup}</div></body></html>".encode("utf-8", "replace")
    return Document(replace(page, body=body, headers=()))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _texts(inner)
