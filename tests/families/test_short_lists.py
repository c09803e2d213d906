"""A list that shows less than it promises is never taken for whole, whatever its system."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from govreports.families.base import UnreadableError
from govreports.walk import ColumnWalk
from tests.families.replicas import REPLICAS, column, pages

if TYPE_CHECKING:
    from govreports.replica.portal import ReplicaPortal
    from govreports.replica.shelf import ListFault
    from tests.families.replicas import Replica

ARTICLES = 9


def walked(portal: ReplicaPortal) -> ColumnWalk:
    """Walk a column as the spider does."""
    walk = ColumnWalk(name="", url=column(portal).url, key="", key_of=str)
    try:
        for _, _, listing in pages(portal):
            if not listing.is_shell:
                walk.add(listing)
            if walk.stopped:
                break
    except UnreadableError:
        walk.broken = True
    return walk


@pytest.mark.parametrize("replica", REPLICAS, ids=str)
@pytest.mark.parametrize(
    ("fault", "complete"), [("whole", True), ("short", False), ("empty", False)]
)
def test_only_a_list_that_keeps_its_promise_is_complete(
    replica: Replica, fault: ListFault, *, complete: bool
) -> None:
    portal = replica.portal(ARTICLES)
    portal.break_listing(fault)
    assert walked(portal).complete == complete
