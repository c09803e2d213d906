"""A batch is its jobs, one after the other: only faster."""

from __future__ import annotations

import shutil
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from govreports.records import Attachment, Outcome, Stored
from govreports.store import models
from govreports.store.engine import reading
from govreports.store.errors import RefusedError, UnknownUrlError
from govreports.store.jobs import CloseColumn, MarkPresence, NeedsProbe, SaveListing
from govreports.store.urls import url_key
from tests.store.portal import BODY, COLUMN, OTHER_BODY, PORTAL, Clock, Crawl, page, url

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from govreports.store.jobs import Job

FILE = {"name": "附件", "url": url("a.doc"), "sha256": "1" * 64}


def key(path: str) -> str:
    return url_key(url(path))


def rows(crawl: Crawl) -> dict[str, list[dict[str, Any]]]:
    with reading(crawl.store.engine, "reading") as connection:
        return {
            table.name: [
                row._asdict()
                for row in connection.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in models.metadata.sorted_tables
            # Which file a capture lies in is another one for each store.
            if table.name != "captures"
        }


class StandingClock(Clock):
    """A clock for which a batch and its jobs take the same time: none."""

    def __call__(self) -> Any:
        return self.now


_paths = st.sampled_from("abc")
_pages = st.builds(
    page,
    _paths,
    title=st.sampled_from(["题", "别"]),
    body=st.sampled_from([BODY, OTHER_BODY, "短文", None]),
    index_number=st.sampled_from([None, "1", "2"]),
    topic=st.sampled_from([None, "财政"]),
    publisher=st.sampled_from([None, "区政府"]),
    attachments=st.sampled_from(
        [[], [{**FILE, "sha256": None}], [FILE], [{**FILE, "name": "附件一"}]]
    ),
)
_steps = st.lists(
    st.one_of(
        st.tuples(st.just("save"), _pages, st.sets(_paths)),
        st.tuples(st.just("settle"), _paths, st.booleans()),
        st.tuples(st.just("mark"), _paths, st.sampled_from(["gone", "unlisted"])),
    ),
    min_size=1,
    max_size=8,
)


def jobs_of(crawl: Crawl, steps: list[tuple[Any, ...]]) -> list[Job]:
    jobs: list[Job] = []
    for kind, what, how in steps:
        if kind == "save":
            gone = frozenset(key(path) for path in how)
            jobs += crawl.jobs(what, gone=gone)
        elif kind == "settle":
            jobs += crawl.settle_job(what, want_report=how)
        else:
            jobs.append(MarkPresence(crawl.run_id, PORTAL, key(what), how))
    return jobs


def told(results: list[Any]) -> list[Any]:
    """What callers hear, errors by their words."""
    return [str(one) if isinstance(one, BaseException) else one for one in results]


@contextmanager
def twins(template: Path, folder: Path) -> Iterator[tuple[Crawl, Crawl]]:
    """Two crawls, closed also where they differ: an archive left open fails some later test."""
    with ExitStack() as closing:
        crawls = [twin(template, folder / name) for name in ("together", "alone")]
        for crawl in crawls:
            closing.callback(crawl.store.close)
        yield crawls[0], crawls[1]
    shutil.rmtree(folder)


def twin(template: Path, archive: Path) -> Crawl:
    database = archive.with_suffix(".db")
    shutil.copy(template, database)
    crawl = Crawl(f"sqlite:///{database}", archive)
    crawl.clock = StandingClock()
    return crawl


def saves(path: str, **fields: Any) -> tuple[Any, ...]:
    return "save", page(path, title="题", **fields), set()


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(before=_steps, steps=_steps)
# Two other pages bear the number that "b" now states. Only the batch has met "a" before it
# looks for them; both warnings come in the same order all the same.
@example(
    before=[
        *(saves(path) for path in "cab"),
        *(saves(path, body=OTHER_BODY, index_number="2") for path in "ac"),
    ],
    steps=[saves("b"), ("settle", "a", False), saves("b", index_number="2")],
)
def test_batch_does_what_its_jobs_do_one_by_one(
    sqlite_template: Path,
    tmp_path_factory: pytest.TempPathFactory,
    before: list[tuple[Any, ...]],
    steps: list[tuple[Any, ...]],
) -> None:
    with twins(sqlite_template, tmp_path_factory.mktemp("batch")) as (together, alone):
        assert together.run() == alone.run()
        first = jobs_of(together, before)
        for crawl in (together, alone):
            crawl.store.write(first)
        assert together.run() == alone.run()
        jobs = jobs_of(together, steps)
        results = together.store.write(jobs)
        ones = [alone.store.write([job])[0] for job in jobs]
        # Where in its file a capture lies is no matter.
        pairs = zip(told(results), told(ones), jobs, strict=True)
        assert all(a == b for a, b, job in pairs if not hasattr(job, "exchange"))
        assert rows(together) == rows(alone)


def test_jobs_of_several_portals_share_a_batch(crawl: Crawl) -> None:
    other = replace(crawl.jobs(page("a"))[1], portal="xinmi")
    capture, save = crawl.jobs(page("a"))
    extra = crawl.exchange(url("a"), b"{}")
    results = crawl.do(
        capture,
        save,
        replace(capture, exchange=extra, portal="xinmi"),
        replace(other, capture_id=extra.id),
    )
    assert [results[1].outcome, results[3].outcome] == [Outcome.NEW, Outcome.NEW]
    assert results[1].report_id.startswith("jinshui-")
    assert results[3].report_id.startswith("xinmi-")


def test_page_can_be_settled_in_the_batch_that_stores_it(crawl: Crawl) -> None:
    results = crawl.do(*crawl.jobs(page("a")), *crawl.settle_job("a"))
    assert results[3].report.body == BODY
    assert results[3].report.version == 1


def test_page_can_go_in_the_batch_that_stores_it(crawl: Crawl) -> None:
    mark = MarkPresence(crawl.run_id, PORTAL, key("a"), "gone")
    results = crawl.do(*crawl.jobs(page("a")), mark)
    assert results[2] is None
    assert crawl.entry(results[1]).removed_at is not None


def test_attachments_of_a_version_are_those_that_it_was_given_last(crawl: Crawl) -> None:
    stored = crawl.save(page("a", attachments=[FILE]))
    crawl.reader.version = "reader-2"
    crawl.reader.improve = lambda content: {**content, "attachments": []}
    crawl.reopen()
    renamed = (Attachment("附件一", FILE["url"], sha256=FILE["sha256"]),)
    results = crawl.do(
        *crawl.settle_job("a", files=renamed), *crawl.jobs(page("a", attachments=[FILE]))
    )
    assert [results[1].outcome, results[3].outcome] == [Outcome.UNCHANGED, Outcome.REVISED]
    assert [one["version"] for one in rows(crawl)["versions"]] == [1]
    assert crawl.entry(stored).report.attachments == ()


def test_move_within_a_batch_is_one_report(crawl: Crawl) -> None:
    mark = MarkPresence(crawl.run_id, PORTAL, key("a"), "gone")
    results = crawl.do(*crawl.jobs(page("a", title="题")), mark, *crawl.jobs(page("b", title="题")))
    assert results[4].report_id == results[1].report_id
    assert len(crawl.store.presence(results[1].report_id)) == 2


def test_listing_is_kept_beside_a_refused_page(crawl: Crawl) -> None:
    answer = crawl.exchange(url("list.html"), b"<ul></ul>")
    (capture, _), lost = crawl.jobs(page("a")), crawl.jobs(page("b"))[1]
    results = crawl.store.write(
        [
            replace(capture, exchange=answer),
            SaveListing(crawl.run_id, PORTAL, COLUMN, 1, answer.url, answer.id, 1, 1, (key("b"),)),
            lost,
            CloseColumn(crawl.run_id, PORTAL, COLUMN, complete=True, declared=1, seen=1, pages=1),
        ]
    )
    assert isinstance(results[2], RefusedError)
    assert results[1] is results[3] is None
    assert crawl.store.listings(crawl.run_id)[0].seen == 1


def test_error_of_the_store_comes_back_as_it_is(crawl: Crawl) -> None:
    results = crawl.store.write([*crawl.settle_job("a"), *crawl.jobs(page("b"))])
    assert isinstance(results[1], UnknownUrlError)
    assert isinstance(results[3], Stored)


def test_refusal_names_portal_page_and_reason(crawl: Crawl) -> None:
    (refused,) = crawl.store.write([crawl.jobs(page("a"))[1]])
    assert isinstance(refused, RefusedError)
    words = str(refused)
    assert words.startswith(f"{PORTAL}: {url('a')}: refused by the store")
    assert "foreign key" in words.lower()
    assert "\n" not in words
    assert refused.__cause__ is not None


def test_every_bad_page_of_a_batch_is_refused(crawl: Crawl) -> None:
    lost = [crawl.jobs(page(path))[1] for path in "ab"]
    results = crawl.store.write([lost[0], *crawl.jobs(page("c")), lost[1]])
    kinds = [type(one).__name__ for one in results]
    assert kinds == ["RefusedError", "Placement", "Stored", "RefusedError"]


def test_probe_is_asked_for_beside_stored_pages(crawl: Crawl) -> None:
    crawl.save(page("a", title="题"))
    crawl.run()
    results = crawl.do(*crawl.jobs(page("b", title="题")), *crawl.jobs(page("c", title="三")))
    assert results[1] == NeedsProbe(((url("a"), key("a")),))
    assert results[3].outcome is Outcome.NEW


@pytest.mark.parametrize("text", ["\0", "\ud800"], ids=["NUL", "lone surrogate"])
def test_text_that_no_database_holds_is_refused_or_kept_whole(crawl: Crawl, text: str) -> None:
    capture, save = crawl.jobs(page("a"))
    bad = replace(save, report=replace(save.report, source=text))
    results = crawl.store.write([capture, bad, *crawl.jobs(page("b"))])
    if isinstance(results[1], Stored):
        assert crawl.entry(results[1]).report.source == text
    else:
        assert isinstance(results[1], RefusedError)
    assert isinstance(results[3], Stored)
