"""Reports merged and split by hand: what they hold, what later crawls make of it, taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from govreports.records import Outcome
from govreports.store import decisions, models
from govreports.store.deciding import MendingError, Said
from govreports.store.engine import reading
from govreports.store.integrity import verify
from govreports.store.mending import merge, split_at, split_from
from govreports.store.undoing import undo_merge, undo_split
from tests.store.portal import BODY, OTHER_BODY, page, url
from tests.store.twofold import FILES, THIRD_BODY, id_of, moved, reused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from govreports.store.answers import Decision
    from tests.store.portal import Crawl


@pytest.fixture
def whole(crawl: Crawl) -> Iterator[Crawl]:
    """A store that is looked at after each test: nothing in it may be out of order."""
    yield crawl
    assert verify(crawl.store.engine, crawl.archive) == []


def said(crawl: Crawl) -> Said:
    return Said(crawl.time(), "同一份报告")


def everything(crawl: Crawl) -> dict[str, list[Any]]:
    """Every row but the decisions; intervals of presence without their numbers."""
    with reading(crawl.store.engine, "reading") as connection:
        return {
            table.name: sorted(
                repr([value for name, value in row._asdict().items() if name != "presence_id"])
                for row in connection.execute(select(table))
            )
            for table in models.metadata.sorted_tables
            if table.name != "decisions"
        }


def bodies(crawl: Crawl, report: str) -> list[str | None]:
    return [version.report.body for version in crawl.store.versions(report)]


def addresses(crawl: Crawl, report: str) -> list[str]:
    return [address.url.rpartition("/")[2] for address in crawl.store.urls(report)]


def ends(crawl: Crawl, report: str) -> list[str | None]:
    """Why each interval ended, ``None`` for one that has not."""
    return [interval.reason for interval in crawl.store.presence(report)]


def traced(crawl: Crawl, report: str) -> list[Decision]:
    with reading(crawl.store.engine, "tracing") as connection:
        return decisions.trace(connection, report)


# -- Merging


def test_the_survivor_holds_versions_addresses_and_presence_of_both(whole: Crawl) -> None:
    moved(whole)
    done = merge(whole.store.engine, id_of("b"), id_of("a"), said(whole))
    assert whole.store.report_ids() == [id_of("a")]
    assert bodies(whole, id_of("a")) == [BODY, OTHER_BODY, THIRD_BODY]
    assert addresses(whole, id_of("a")) == ["a", "b"]
    assert ends(whole, id_of("a")) == ["gone", None]
    assert [len(one.report.attachments) for one in whole.store.versions(id_of("a"))] == [1, 1, 0]
    keys = [(one.old_id, one.old_version, one.new_version) for one in done.moved]
    assert keys == [(id_of("a"), 1, 1), (id_of("a"), 2, 2), (id_of("b"), 1, 3)]
    assert (done.kind, done.note, done.undone_at) == ("merge", "同一份报告", None)


def test_versions_are_numbered_by_age_whichever_report_survives(whole: Crawl) -> None:
    moved(whole)
    merge(whole.store.engine, id_of("a"), id_of("b"), said(whole))
    assert whole.store.report_ids() == [id_of("b")]
    assert bodies(whole, id_of("b")) == [BODY, OTHER_BODY, THIRD_BODY]
    entry = whole.store.report(id_of("b"))
    assert entry is not None
    assert (entry.report.version, entry.removed_at) == (3, None)
    assert entry.first_seen_at == whole.store.versions(id_of("b"))[0].created_at


def test_later_crawls_add_to_the_survivor_at_either_address(whole: Crawl) -> None:
    moved(whole)
    merge(whole.store.engine, id_of("b"), id_of("a"), said(whole))
    whole.run()
    again = whole.save(page("b", body=THIRD_BODY))
    assert (again.report_id, again.outcome) == (id_of("a"), Outcome.UNCHANGED)
    edited = whole.save(page("b", body=BODY + "补记。"))
    assert (edited.report_id, edited.report.version) == (id_of("a"), 4)
    assert whole.settle("a").report_id == id_of("a")


def test_an_id_that_was_merged_leads_to_the_survivor(whole: Crawl) -> None:
    moved(whole)
    whole.save(page("c", title="第三份", body=BODY + BODY))
    merge(whole.store.engine, id_of("b"), id_of("a"), said(whole))
    merge(whole.store.engine, id_of("a"), id_of("c"), said(whole))
    assert [one.other_id for one in traced(whole, id_of("b"))] == [id_of("a"), id_of("c")]
    assert traced(whole, id_of("c")) == []
    assert traced(whole, "jinshui-nobody") == []


def test_a_merge_is_taken_back_row_for_row(whole: Crawl) -> None:
    moved(whole)
    before = everything(whole)
    for one, other in (("a", "b"), ("b", "a")):
        merge(whole.store.engine, id_of(one), id_of(other), said(whole))
        assert everything(whole) != before
        undone = undo_merge(whole.store.engine, id_of(one), whole.time())
        assert undone.undone_at is not None
        assert everything(whole) == before


def test_what_came_since_goes_where_its_address_belongs(whole: Crawl) -> None:
    moved(whole)
    merge(whole.store.engine, id_of("b"), id_of("a"), said(whole))
    whole.run()
    whole.save(page("b", body=BODY + "补记。"))
    whole.save(page("a", body=OTHER_BODY + "再记。"))
    undo_merge(whole.store.engine, id_of("b"), whole.time())
    assert bodies(whole, id_of("a")) == [BODY, OTHER_BODY, OTHER_BODY + "再记。"]
    assert bodies(whole, id_of("b")) == [THIRD_BODY, BODY + "补记。"]
    assert ends(whole, id_of("a")) == ["gone", None]
    assert ends(whole, id_of("b")) == [None]


def test_a_page_that_is_gone_since_the_merge_is_gone_after_it_is_taken_back(whole: Crawl) -> None:
    moved(whole)
    merge(whole.store.engine, id_of("b"), id_of("a"), said(whole))
    whole.run()
    whole.mark("b", "gone")
    undo_merge(whole.store.engine, id_of("b"), whole.time())
    assert ends(whole, id_of("b")) == ["gone"]
    assert ends(whole, id_of("a")) == ["gone"]


# -- Splitting


def test_an_address_that_came_to_hold_another_report(whole: Crawl) -> None:
    reused(whole)
    seen = [address.last_seen_at for address in whole.store.urls(id_of("a"))]
    done = split_from(whole.store.engine, id_of("a"), 2, said(whole))
    assert done.other_id == id_of("a")
    assert bodies(whole, id_of("a")) == [BODY]
    assert bodies(whole, done.report_id) == [OTHER_BODY]
    assert (addresses(whole, id_of("a")), addresses(whole, done.report_id)) == ([], ["a"])
    (old,), (new,) = (whole.store.presence(one) for one in (id_of("a"), done.report_id))
    assert (old.gone_at, old.reason) == (new.appeared_at, "replaced")
    assert new.gone_at is None
    entry, parted = (whole.store.report(one) for one in (id_of("a"), done.report_id))
    assert entry is not None
    assert parted is not None
    assert entry.first_seen_at < entry.last_seen_at < parted.first_seen_at
    assert [parted.last_seen_at] == seen
    assert len(parted.report.attachments) == 1


def test_what_was_split_stays_split(whole: Crawl) -> None:
    reused(whole)
    done = split_from(whole.store.engine, id_of("a"), 2, said(whole))
    whole.run()
    page_now = page("a", title="另一报告", body=OTHER_BODY, attachments=FILES)
    again = whole.save(page_now)
    assert (again.report_id, again.outcome) == (done.report_id, Outcome.UNCHANGED)
    edited = whole.save(page("a", title="另一报告", body=THIRD_BODY))
    assert (edited.report_id, edited.report.version) == (done.report_id, 2)
    assert len(bodies(whole, id_of("a"))) == 1


def test_the_replaced_report_is_known_again_where_it_moved_to(whole: Crawl) -> None:
    reused(whole)
    split_from(whole.store.engine, id_of("a"), 2, said(whole))
    whole.run()
    found = whole.save(page("archive/a", title="a年度报告"))
    assert (found.report_id, found.outcome) == (id_of("a"), Outcome.UNCHANGED)
    assert ends(whole, id_of("a")) == ["replaced", None]


def test_pages_that_were_never_the_same_report(whole: Crawl) -> None:
    whole.save(page("a", index_number="7"))
    whole.run()
    whole.save(page("b", index_number="7", title="b", body=OTHER_BODY), gone=gone("a"))
    assert whole.store.report_ids() == [id_of("a")]
    done = split_at(whole.store.engine, id_of("a"), [url("b")], said(whole))
    assert done.report_id == id_of("b")
    assert (addresses(whole, id_of("a")), addresses(whole, id_of("b"))) == (["a"], ["b"])
    assert (ends(whole, id_of("a")), ends(whole, id_of("b"))) == (["gone"], [None])
    whole.run()
    again = whole.save(page("b", index_number="7", title="b", body=OTHER_BODY))
    assert (again.report_id, again.outcome) == (id_of("b"), Outcome.UNCHANGED)


def gone(path: str) -> frozenset[str]:
    return frozenset({f"public.jinshui.gov.cn/{path}"})


def test_the_first_address_can_be_parted_too(whole: Crawl) -> None:
    whole.save(page("a", index_number="7"))
    whole.run()
    whole.save(page("b", index_number="7", title="b", body=OTHER_BODY), gone=gone("a"))
    done = split_at(whole.store.engine, id_of("a"), [url("a")], said(whole))
    assert done.report_id not in {id_of("a"), id_of("b")}
    assert bodies(whole, id_of("a")) == [OTHER_BODY]
    assert bodies(whole, done.report_id) == [BODY]


def test_a_split_is_taken_back_row_for_row(whole: Crawl) -> None:
    reused(whole)
    before = everything(whole)
    for _ in range(2):
        done = split_from(whole.store.engine, id_of("a"), 2, said(whole))
        assert everything(whole) != before
        undo_split(whole.store.engine, done.report_id, whole.time())
        assert everything(whole) == before
        assert [one.other_id for one in traced(whole, done.report_id)] == [id_of("a")]


def test_a_split_is_taken_back_with_what_came_since(whole: Crawl) -> None:
    reused(whole)
    done = split_from(whole.store.engine, id_of("a"), 2, said(whole))
    whole.run()
    whole.save(page("a", title="另一报告", body=THIRD_BODY))
    undo_split(whole.store.engine, done.report_id, whole.time())
    assert bodies(whole, id_of("a")) == [BODY, OTHER_BODY, THIRD_BODY]
    assert ends(whole, id_of("a")) == [None]


def test_a_decision_that_another_one_builds_on_is_taken_back_last(whole: Crawl) -> None:
    reused(whole)
    done = split_from(whole.store.engine, id_of("a"), 2, said(whole))
    whole.save(page("c", title="第三份", body=BODY + BODY))
    merge(whole.store.engine, id_of("c"), done.report_id, said(whole))
    with pytest.raises(MendingError, match="was followed by the merge") as refused:
        undo_split(whole.store.engine, done.report_id, whole.time())
    assert refused.value.remedy == f"first: govreports merge --undo {id_of('c')}"
    undo_merge(whole.store.engine, id_of("c"), whole.time())
    undo_split(whole.store.engine, done.report_id, whole.time())
    assert set(whole.store.report_ids()) == {id_of("a"), id_of("c")}


# -- What makes no sense


def test_what_makes_no_sense_is_refused_and_nothing_changed(whole: Crawl) -> None:
    reused(whole)
    before = everything(whole)
    engine, a = whole.store.engine, id_of("a")
    refused: dict[str, Callable[[], Decision]] = {
        "into itself": lambda: merge(engine, a, a, said(whole)),
        "no report 'jinshui-x'": lambda: merge(engine, "jinshui-x", a, said(whole)),
        "2 version.s.: none from 3": lambda: split_from(engine, a, 3, said(whole)),
        "none from 1 on": lambda: split_from(engine, a, 1, said(whole)),
        "all of the versions": lambda: split_at(engine, a, [url("a")], said(whole)),
        "no address of": lambda: split_at(engine, a, [url("b")], said(whole)),
        "not an absolute": lambda: split_at(engine, a, ["b"], said(whole)),
        "no merge of": lambda: undo_merge(engine, a, whole.time()),
        "no split of": lambda: undo_split(engine, a, whole.time()),
    }
    for words, attempt in refused.items():
        with pytest.raises(MendingError, match=words):
            attempt()
    assert everything(whole) == before


def test_a_report_that_was_merged_cannot_be_merged_again(whole: Crawl) -> None:
    moved(whole)
    merge(whole.store.engine, id_of("b"), id_of("a"), said(whole))
    with pytest.raises(MendingError, match=f"has been taken into {id_of('a')}"):
        merge(whole.store.engine, id_of("b"), id_of("a"), said(whole))
    with pytest.raises(MendingError, match="no merge of") as refused:
        undo_merge(whole.store.engine, id_of("a"), whole.time())
    assert refused.value.remedy == f"name what it took in: {id_of('b')}"


def test_reports_of_two_portals_stay_two(whole: Crawl) -> None:
    whole.save(page("a"))
    capture, save = whole.jobs(page("b"))
    other = {"portal": "leping"}
    whole.do(
        type(capture)(capture.exchange, whole.run_id, "leping"),
        type(save)(**{name: getattr(save, name) for name in save.__slots__} | other),
    )
    (leping,) = (one for one in whole.store.report_ids() if one.startswith("leping"))
    with pytest.raises(MendingError, match="is of leping, "):
        merge(whole.store.engine, leping, id_of("a"), said(whole))
