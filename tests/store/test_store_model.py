"""Any history of a portal: the store against a model of what it is to remember."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from govreports.records import Outcome
from govreports.store.integrity import verify
from govreports.store.urls import url_key
from tests.store.portal import BODY, Crawl, page, url

if TYPE_CHECKING:
    from govreports.records import Stored

PATHS = st.sampled_from(["a", "b", "c"])
TEXTS = st.sampled_from(["一", "二", "三"])


@dataclass
class Remembered:
    """What the store is to remember of one page."""

    report_id: str
    texts: list[str]
    topic: str = ""
    present: bool = True
    unlisted: bool = False
    stays: int = 1


class History(RuleBasedStateMachine):
    """Pages that appear, change, vanish and come back, each with a title of its own.

    No page has a 索引号, so that each keeps its own identity whatever happens.
    """

    template: Path

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        shutil.copy(self.template, self.folder / "store.db")
        self.crawl = Crawl(f"sqlite:///{self.folder / 'store.db'}", self.folder / "archive")
        self.crawl.run()
        self.model: dict[str, Remembered] = {}

    def teardown(self) -> None:
        if hasattr(self, "crawl"):
            self.crawl.store.close()
            shutil.rmtree(self.folder)

    @rule(path=PATHS, text=TEXTS, topic=TEXTS)
    def read(self, path: str, text: str, topic: str) -> None:
        stored = self.crawl.save(page(path, body=f"{text}{BODY}", topic=topic))
        before = self.model.get(path)
        if before is None:
            assert stored.outcome is Outcome.NEW
            self.model[path] = Remembered(stored.report_id, [text], topic)
            return
        edited = before.texts[-1] != text
        assert stored.outcome is (Outcome.CHANGED if edited else Outcome.UNCHANGED)
        before.texts += [text] if edited else []
        before.topic = topic
        self._back(before, stored)

    @rule(path=PATHS, listed=st.booleans())
    def settle(self, path: str, *, listed: bool) -> None:
        before = self.model.get(path)
        if before is None:
            return
        options = {} if listed else {"column": None}
        stored = self.crawl.settle(path, **options)
        assert stored.report.body == f"{before.texts[-1]}{BODY}"
        assert stored.report.version == len(before.texts)
        self._back(before, stored, listed=listed)

    def _back(self, page_: Remembered, stored: Stored, *, listed: bool = True) -> None:
        assert stored.report_id == page_.report_id
        if not page_.present or (page_.unlisted and listed):
            page_.stays += 1
            page_.unlisted = False
        page_.present = True

    @rule(path=PATHS)
    def vanish(self, path: str) -> None:
        if path in self.model:
            self.crawl.mark(path, "gone")
            self.model[path].present = False

    @rule(path=PATHS)
    def unlist(self, path: str) -> None:
        if path in self.model:
            self.crawl.mark(path, "unlisted")
            if self.model[path].present:
                self.model[path].unlisted = True

    @rule()
    def next_run(self) -> None:
        self.crawl.run()

    @rule()
    def reopen(self) -> None:
        self.crawl.reopen()

    @invariant()
    def every_version_is_there(self) -> None:
        for path, known in getattr(self, "model", {}).items():
            versions = self.crawl.store.versions(known.report_id)
            assert [one.report.version for one in versions] == list(range(1, len(known.texts) + 1))
            assert [one.report.body for one in versions] == [f"{t}{BODY}" for t in known.texts]
            assert versions[-1].report.topic == known.topic
            assert {one.report.url for one in versions} == {url(path)}

    @invariant()
    def presence_is_as_it_was_told(self) -> None:
        for path, known in getattr(self, "model", {}).items():
            intervals = self.crawl.store.presence(known.report_id)
            entry = self.crawl.store.report(known.report_id)
            assert entry is not None
            assert len(intervals) == known.stays
            assert (entry.removed_at is None) is known.present
            assert (entry.unlisted_at is not None) is (known.present and known.unlisted)
            keys = self.crawl.store.known("jinshui", [url_key(url(path))])
            assert [one.report_id for one in keys.values()] == [known.report_id]

    @invariant()
    def promises_are_kept(self) -> None:
        if hasattr(self, "crawl"):
            assert verify(self.crawl.store.engine) == []

    @invariant()
    def counts_are_right(self) -> None:
        model = getattr(self, "model", {})
        if not model:
            return
        (counts,) = self.crawl.store.counts().values()
        assert counts.reports == len(model)
        assert counts.versions == sum(len(known.texts) for known in model.values())
        assert counts.removed == sum(not known.present for known in model.values())


def test_any_history_is_remembered(sqlite_template: Path) -> None:
    History.template = sqlite_template
    run_state_machine_as_test(
        History,
        settings=settings(
            max_examples=40,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
