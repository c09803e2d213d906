"""The policy library of the State Council's portal (`www.gov.cn`, 国务院政策文件库).

The library's page is a shell; its list comes from `/search-gov/data` as JSON, page `p` of `n`
rows. Some answers part the list by category (`catMap`), each with its own total, and bring `n` rows
of every one: then the largest category says how many pages there are. Articles have a two-column
header table of `td` (`索 引 号：`) and their text in `#UCAP-CONTENT`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from govreports.families.base import UnreadableError
from govreports.families.generic import Generic
from govreports.families.marked import Marked
from govreports.reading.article import Layout
from govreports.reading.document import Document, join
from govreports.reading.json_lists import parse_answer, read_json_list
from govreports.reading.named import Named
from govreports.records import Ask, Listing
from govreports.values.numerals import count

if TYPE_CHECKING:
    from govreports.records import Capture

_SERVICE = "/search-gov/data"
_LIBRARY = "/zcwjk/policyDocumentLibrary"
_ALL = "zhengcelibrary"
# As the library's page asks, newest first; 20 rows are what it shows on a page.
_QUERY = (("sort", "pubtime"), ("sortType", "1"), ("searchfield", "title"), ("type", "gwyzcwjk"))
_SIZE = 20
_TITLES = Named(ids=frozenset({"ti"}), tags=("h1",))
_BODIES = Named(ids=frozenset({"UCAP-CONTENT"}), classes=frozenset({"pages_content"}))
_GENERIC = Generic()


def _listing(page: Capture) -> Listing:
    """Read an answer of the library, its page or a plain list.

    Raises `UnreadableError` for an answer that is none, and for a page without a list.
    """
    path = urlsplit(page.url).path
    if path.endswith(_SERVICE):
        return _answer(page)
    if path.endswith(_LIBRARY) and "<script" in Document(page).text:
        return Listing((), next=(_first(page),))
    return _GENERIC.listing(page)


def _first(page: Capture) -> Ask:
    """Return the request of the library's page: what its own address asks for, from page 1."""
    own = dict(parse_qsl(urlsplit(page.url).query))
    query = {"t": _ALL, "q": "", **dict(_QUERY), **own, "p": "1", "n": str(_SIZE)}
    url = join(page.url, f"{_SERVICE}?{urlencode(query)}") or page.url
    return Ask(url, headers=(("Referer", page.url),))


def _answer(page: Capture) -> Listing:
    answer = _parsed(page)
    listing = read_json_list(page) or Listing(())
    asked = dict(parse_qsl(urlsplit(page.url).query, keep_blank_values=True))
    number = _whole(asked.get("p")) or 1
    # The service may give fewer rows than it was asked for; it states how many.
    size = _whole(answer.get("pageSize")) or _whole(asked.get("n")) or _SIZE
    totals = _totals(answer)
    pages = max(-(-max(totals) // size), 1)
    following = bool(listing.rows) and number < pages
    return Listing(
        rows=listing.rows,
        page=number,
        declared_rows=sum(totals),
        declared_pages=pages,
        next=(_next(page, asked, number + 1),) if following else (),
    )


def _parsed(page: Capture) -> dict[str, Any]:
    """Return an answer's search; raise `UnreadableError` where it holds none."""
    answer = parse_answer(page)
    search = answer.get("searchVO", answer) if isinstance(answer, dict) else None
    if not isinstance(search, dict) or not _totals(search):
        message = "expected a list of the policy library (searchVO), found another answer"
        raise UnreadableError(message)
    return search


def _totals(search: dict[str, Any]) -> list[int]:
    """Return the total of each category, or of the whole list where it is not parted."""
    parted = search.get("catMap")
    lists = list(parted.values()) if isinstance(parted, dict) and parted else [search]
    found = (one.get("totalCount") for one in lists if isinstance(one, dict))
    return [number for total in found if (number := _whole(total)) is not None]


def _whole(value: object) -> int | None:
    return count(str(value))


def _next(page: Capture, asked: dict[str, str], number: int) -> Ask:
    query = urlencode({**asked, "p": str(number)})
    url = urlunsplit(urlsplit(page.url)._replace(query=query))
    return Ask(url, headers=page.asked.headers if page.asked else ())


#: The family; see the module.
GOVCN = Marked("govcn", Layout(titles=_TITLES, bodies=_BODIES), _listing)
