"""新点 (Epoint, EWB): lists of its service `getgovinfolist`, `.ewb-article-info`.

A column's page (`/dynamic/zwgk/govInfoPub.html?categorynum=003001003`) is a shell. Its script asks
the service by POST with JSON; what it asks for is in the page's address, the site's id and the
service's folder are in the script file that all pages share (`webBuilderCommon.js`). So a list
begins with two requests: for that file, with the column's address kept in its query, and for the
first page. Pages count from 0. Older builds wrap what they ask for in `params`. Other columns are
static pages, `1.html`, `2.html`, … with a pager `1/3`.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from govreports.families.base import UnreadableError
from govreports.families.generic import Generic
from govreports.families.marked import Marked
from govreports.reading.article import Layout
from govreports.reading.document import Document, join
from govreports.reading.encoding import decode
from govreports.reading.json_lists import read_json_list
from govreports.reading.named import Named
from govreports.reading.rows import main_rows
from govreports.records import Ask, Listing
from govreports.values.numerals import count

if TYPE_CHECKING:
    from govreports.records import Capture

_ACTION = "/rest/lightfrontaction/getgovinfolist"
_SCRIPTS = ("webBuilderCommon.js", "ajaxReq.js")
_SCRIPT = re.compile(r"<script[^>]*\bsrc\s*=\s*[\"']([^\"'?]*/(?:webBuilderCommon|ajaxReq)\.js)")
_SITE = re.compile(r"[\"']?\bsiteGuid[\"']?\s*:\s*[\"']([0-9A-Za-z-]+)[\"']")
_PROJECT = re.compile(r"[\"']?\bprojectName[\"']?\s*:\s*[\"']([^\"']+)[\"']")
_CURRENT = "/EWB-FRONT"
_COLUMN, _DEPARTMENT, _NUMBER = "categorynum", "deptcode", "pageIndex"
_SIZE = 20
_JSON = ("Content-Type", "application/json;charset=utf-8")
_NUMBERED = re.compile(r"/(\d+)\.html$")
_BODIES = Named(
    classes=frozenset({"ewb-article-info", "ewb-article-content", "ewb-info-content"}),
)
_GENERIC = Generic()


def _listing(page: Capture) -> Listing:
    """Read a shell, the shared script, an answer of the service or a static list.

    Raises `UnreadableError` for a script without the site's id, an answer
    without a list, and a page without rows.
    """
    parts = urlsplit(page.url)
    if parts.path.endswith(_SCRIPTS):
        return Listing((), next=(_first(page),))
    if parts.path.endswith(_ACTION):
        return _answer(page)
    ask = _script(page)
    return Listing((), next=(ask,)) if ask else _static(page)


def _static(page: Capture) -> Listing:
    listing = _GENERIC.listing(page)
    found = _NUMBERED.search(urlsplit(page.url).path)
    number = count(found[1]) if found else None
    if listing.next or number is None or listing.page >= (listing.declared_pages or 1):
        return listing
    url = join(page.url, f"{number + 1}.html")
    return Listing(
        listing.rows,
        listing.page,
        listing.declared_rows,
        listing.declared_pages,
        (Ask(url),) if url else (),
    )


def _script(page: Capture) -> Ask | None:
    """Return a shell's request for the shared script, which takes the column's address along.

    `None` for a page with rows of its own, or without the script.
    """
    query = dict(parse_qsl(urlsplit(page.url).query))
    document = Document(page)
    found = _SCRIPT.search(document.text)
    if not query.get(_COLUMN) or found is None or main_rows(document):
        return None
    kept = urlencode({name: query.get(name, "") for name in (_COLUMN, _DEPARTMENT)})
    url = join(document.base, f"{found[1]}?{kept}")
    return Ask(url, headers=(("Referer", page.url),)) if url else None


def _first(script: Capture) -> Ask:
    text = decode(script.body, script.header("content-type")).text
    site, project = _SITE.search(text), _PROJECT.search(text)
    if site is None:
        message = "expected the portal's shared script, found one without the site's id (siteGuid)"
        raise UnreadableError(message)
    query = dict(parse_qsl(urlsplit(script.url).query, keep_blank_values=True))
    wish: dict[str, Any] = {
        _DEPARTMENT: query.get(_DEPARTMENT, ""),
        _COLUMN: query.get(_COLUMN, ""),
        _NUMBER: 0,
        "pageSize": _SIZE,
        "siteGuid": site[1],
    }
    folder = project[1] if project else _CURRENT
    wrapped = wish if folder.endswith(_CURRENT) else {"params": wish}
    headers = script.asked.headers if script.asked else ()
    return _post(join(script.url, folder + _ACTION) or script.url, wrapped, headers)


def _post(url: str, wish: dict[str, Any], headers: tuple[tuple[str, str], ...]) -> Ask:
    kept = tuple(pair for pair in headers if pair[0] != _JSON[0])
    return Ask(url, "POST", headers=(*kept, _JSON), body=json.dumps(wish, ensure_ascii=False))


def _answer(page: Capture) -> Listing:
    listing = read_json_list(page)
    if listing is None:
        message = "expected a list of the service getgovinfolist, found another answer"
        raise UnreadableError(message)
    body = page.asked.body if page.asked else ""
    asked: dict[str, Any] = json.loads(body) if body else {}
    wish = asked.get("params", asked)
    number, size = wish.get(_NUMBER, 0), wish.get("pageSize", _SIZE)
    total, rows = listing.declared_rows, len(listing.rows)
    more = total is not None and number * size + rows < total
    # A service that gives fewer rows than it was asked for counts its pages by these.
    ask = _following(page, asked, {_NUMBER: number + 1, "pageSize": min(rows, size)})
    return Listing(listing.rows, number + 1, total, next=(ask,) if ask and more else ())


def _following(page: Capture, asked: dict[str, Any], change: dict[str, int]) -> Ask | None:
    if page.asked is None or not asked:
        return None
    wrapped = "params" in asked
    wish = {**(asked["params"] if wrapped else asked), **change}
    return _post(page.url, {"params": wish} if wrapped else wish, page.asked.headers)


#: The family; see the module.
EPOINT = Marked("epoint", Layout(bodies=_BODIES), _listing)
