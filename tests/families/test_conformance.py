"""What every family owes the crawl, whatever a portal answers: a reading or a refusal; an end."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

import pytest

from govreports.families.base import UnreadableError
from govreports.records import Ask, Listing, Needs, RawReport
from tests.families.replicas import (
    ARTICLES,
    BASE,
    PER_PAGE,
    REPLICAS,
    family_of,
    fetch,
    one_of_each_family,
    pages,
    served,
)

if TYPE_CHECKING:
    from govreports.families.base import Family
    from govreports.records import Capture
    from tests.families.replicas import Replica

every_replica = pytest.mark.parametrize("replica", REPLICAS, ids=str)
EMPTY = (b"", b" \n", b"{}", b"[]", b"null", b'{"code":500,"data":null}', b"<html></html>")


def listing_of(family: Family, page: Capture) -> Listing | None:
    """The listing, `None` where the family says that it is none."""
    try:
        return family.listing(page)
    except UnreadableError:
        return None


def report_of(family: Family, page: Capture) -> RawReport | Needs | None:
    try:
        return family.report(page)
    except UnreadableError:
        return None


@every_replica
def test_no_request_of_a_column_is_made_twice(replica: Replica) -> None:
    asks = [ask for ask, _, _ in pages(served(replica))]
    assert len(asks) == len(set(asks))
    assert len(asks) > 1


@every_replica
@pytest.mark.parametrize("body", EMPTY)
def test_an_empty_answer_has_no_rows_and_leads_nowhere(replica: Replica, body: bytes) -> None:
    portal = served(replica)
    for _, page, _ in pages(portal):
        listing = listing_of(family_of(portal), replace(page, body=body))
        assert listing is None or (listing.rows, listing.next) == ((), ())
    article = fetch(portal, Ask(next(iter(portal.truths(BASE)))))
    assert report_of(family_of(portal), replace(article, body=body)) is None


@every_replica
def test_a_page_over_the_end_ends_the_column(replica: Replica) -> None:
    """A list that has lost its last page answers the request for it as its system does."""
    shorter = served(replica, ARTICLES - PER_PAGE)
    *_, (last, _, _) = pages(served(replica))
    listing = listing_of(family_of(shorter), fetch(shorter, last))
    if listing is not None:
        assert last not in listing.next
        ends = [ask for ask, _, _ in pages(shorter, last)]
        assert len(ends) == len(set(ends))


@every_replica
def test_a_page_that_is_sent_for_the_next_one_does_not_loop(replica: Replica) -> None:
    """Systems that clamp a page number send their last page for every higher one."""
    portal = served(replica)
    *_, (_, page, _) = pages(portal)
    seen: set[Ask] = set()
    asks = [ask for ask, _, _ in pages(portal)]
    while asks:
        ask = asks.pop(0)
        assert ask not in seen
        seen.add(ask)
        assert len(seen) <= 2 * ARTICLES
        listing = listing_of(family_of(portal), replace(page, url=ask.url, requested_url=ask.url))
        asks += [one for one in (listing.next if listing else ()) if one not in asks]


@every_replica
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_page_cut_off_is_read_or_refused(replica: Replica, share: float) -> None:
    portal = served(replica)
    for ask, page, _ in pages(portal):
        cut = replace(page, body=page.body[: int(len(page.body) * share)])
        listing = listing_of(family_of(portal), cut)
        assert listing is None or ask not in listing.next
    for url in list(portal.truths(BASE))[:5]:
        page = fetch(portal, Ask(url))
        report_of(family_of(portal), replace(page, body=page.body[: int(len(page.body) * share)]))


@cache
def foreign_pages() -> tuple[Capture, ...]:
    """An article and the first pages of a column (a shell, its answer) of each family."""
    found: list[Capture] = []
    for other in one_of_each_family():
        portal = served(other)
        found.append(fetch(portal, Ask(next(iter(portal.truths(BASE))))))
        found += [page for _, page, _ in islice(pages(portal), 2)]
    return tuple(found)


@pytest.mark.parametrize("replica", one_of_each_family(), ids=str)
def test_pages_of_other_families_are_read_or_refused(replica: Replica) -> None:
    family = family_of(served(replica))
    for page in foreign_pages():
        report_of(family, page)
        listing_of(family, page)
