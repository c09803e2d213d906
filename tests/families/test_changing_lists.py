"""Lists that change while they are read: every family's pages give the walk the signs to tell."""

from __future__ import annotations

import pytest

from govreports.walk import ColumnWalk
from tests.families.replicas import BASE, PER_PAGE, REPLICAS, Replica, pages
from tests.faults.judging import states_rows

# The index of Shanghai's sections shows the newest rows too, but leads on to the archives.
INDEXED = {"hulan-utf-8-archives"}
every_replica = pytest.mark.parametrize("replica", REPLICAS, ids=str)
with_totals = pytest.mark.parametrize(
    "replica", [one for one in REPLICAS if states_rows(one)], ids=str
)


def walked(replica: Replica, change: str) -> tuple[ColumnWalk, set[str]]:
    """Read a list during which its newest row comes or goes; returns all rows there were, too."""
    portal = replica.portal(PER_PAGE + 3)
    newest = portal.listed[0]
    listed = set(portal.truths(BASE))
    if change == "relist":
        portal.unlist(newest)
    portal.after_first_page(lambda: getattr(portal, change)(newest))
    walk = ColumnWalk("法治政府建设", BASE, BASE, key_of=str)
    for _ in range(2):
        for _, _, listing in pages(portal):
            walk.add(listing)
        if not walk.again():
            break
    return walk, listed


@with_totals
@pytest.mark.parametrize("change", ["unlist", "relist"])
def test_no_row_is_lost_between_two_pages_of_a_list(replica: Replica, change: str) -> None:
    walk, listed = walked(replica, change)
    assert walk.keys == listed
    assert walk.complete
    assert len(walk.passes) == 2


@every_replica
def test_a_list_changes_only_behind_the_page_that_shows_its_first_row(replica: Replica) -> None:
    portal = replica.portal(PER_PAGE + 3)
    newest = portal.truth(portal.listed[0], BASE).url
    portal.after_first_page(lambda: portal.unlist(portal.listed[0]))
    shown: set[str] = set()
    for _, _, listing in pages(portal):
        shown |= {row.url for row in listing.rows}
        if not portal.coming:
            break
    assert newest in shown or str(replica) in INDEXED
