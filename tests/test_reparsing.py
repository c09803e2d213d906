"""The archive read again: the crawl's own rows, better readings in place, faults by name."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select, update

from govreports.reader_version import READER_VERSION
from govreports.reparsing import CHUNK, Progress, Readers, reparse
from govreports.replica.portals import PORTALS
from govreports.replica.server import serve
from govreports.rereading import Rereader
from govreports.store import models
from govreports.store.engine import open_database, reading, writing
from govreports.store.integrity import verify
from govreports.store.revising import Reviser
from spiders.leping import Leping
from tests.crawling import ROOT, Crawler
from tests.kept import Kept
from tests.other_reader import FIELD, WORD, project_with_another_reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from govreports.page_reading import ReadReport
    from govreports.records import Exchange
    from govreports.store.jobs import VersionFacts

ARTICLES = CHUNK + 5
OLD = "0" * 12


@dataclass(frozen=True)
class KeptPages(Kept):
    """A store with its archive, whose pages are read again."""

    def change(self, **values: Any) -> None:
        """Change every version."""
        with writing(self.engine, "changing") as connection:
            connection.execute(update(models.versions).values(values))

    def age(self) -> None:
        """Let another reader have read all that is there."""
        with writing(self.engine, "ageing") as connection:
            for table in (models.versions, models.report_urls):
                read = table.c.reader_version.is_not(None)
                connection.execute(update(table).where(read).values(reader_version=OLD))

    def reparse(self, reader: Any = None, *, dry_run: bool = False) -> list[Progress]:
        reviser = Reviser(self.engine, READER_VERSION, dry_run=dry_run)
        with Readers(self.engine, self.archive, 1) as readers:
            reader = reader or Rereader.of(Leping)
            return list(reparse(self.engine, "leping", reader, readers, reviser))


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A crawl of a portal, one of whose articles is in two parts."""
    folder = tmp_path_factory.mktemp("crawled") / "data"
    portal = PORTALS["leping"](ARTICLES)
    portal.edit(portal.listed[0], parts=2)
    with serve([portal]) as addresses:
        crawler = Crawler(folder, f"sqlite:///{folder / 'govreports.db'}")
        done = crawler.crawl("leping", addresses["leping"])
    assert done.exit_code == 0, done.said
    return folder


@pytest.fixture
def kept(crawled: Path, tmp_path: Path) -> Iterator[KeptPages]:
    with KeptPages.copied(crawled, tmp_path / "data") as found:
        yield found


def changed(done: list[Progress]) -> set[tuple[str, ...]]:
    return {revision.fields for progress in done for revision in progress.revisions}


def test_read_again_every_row_is_as_the_crawl_left_it(kept: KeptPages) -> None:
    before = kept.rows()
    kept.age()
    assert kept.rows() != before
    done = kept.reparse()
    assert sum(len(progress.revisions) for progress in done) == ARTICLES
    assert changed(done) == {()}
    assert kept.rows() == before
    assert kept.reparse() == []


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(set(PORTALS) - {"leping"}))
def test_the_other_portals_rows_are_as_their_crawl_left_them(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    crawler = Crawler(folder, f"sqlite:///{folder / 'govreports.db'}")
    with serve([PORTALS[name](4)]) as addresses:
        assert crawler.crawl(name, addresses[name]).exit_code == 0
    kept = KeptPages(folder, open_database(crawler.database_url))
    before = kept.rows()
    kept.age()
    with writing(kept.engine, "ageing") as connection:
        connection.execute(update(models.files).values(reader_version=OLD))
    done = command(kept, ROOT, name)
    assert done.returncode == 0, done.stderr
    assert before["versions"]
    assert kept.rows() == before
    kept.engine.dispose()


def test_what_an_earlier_reader_misread_is_revised_in_place(kept: KeptPages) -> None:
    with reading(kept.engine, "reading") as connection:
        titles = set(connection.scalars(select(models.versions.c.title)))
    kept.age()
    kept.change(title="misread", text_hash="t1:0", content_hash="n1:0")
    assert changed(kept.reparse()) == {("title", "content_hash")}
    with reading(kept.engine, "reading") as connection:
        table = models.versions
        assert set(connection.scalars(select(table.c.title))) == titles
        assert connection.scalar(select(func.count()).where(table.c.revised_at.is_(None))) == 0
        assert set(connection.scalars(select(table.c.version))) == {1}
    assert verify(kept.engine, kept.archive) == []


def test_a_dry_run_tells_and_changes_nothing(kept: KeptPages) -> None:
    kept.age()
    kept.change(title="misread")
    before = kept.rows()
    assert changed(kept.reparse(dry_run=True)) == {("title",)}
    assert kept.rows() == before


def test_stopped_in_between_it_goes_on_where_it_was(kept: KeptPages) -> None:
    kept.age()
    reviser = Reviser(kept.engine, READER_VERSION)
    with Readers(kept.engine, kept.archive, 1) as readers:
        first = next(reparse(kept.engine, "leping", Rereader.of(Leping), readers, reviser))
    assert len(first.revisions) == CHUNK
    assert sum(len(progress.revisions) for progress in kept.reparse()) == ARTICLES - CHUNK


def test_a_damaged_record_is_named_and_its_version_untouched(kept: KeptPages) -> None:
    kept.age()
    kept.change(title="misread")
    with reading(kept.engine, "reading") as connection:
        table = models.captures
        query = select(table).join(models.versions, models.versions.c.capture_id == table.c.id)
        broken = connection.execute(query.order_by(table.c.id).limit(1)).one()
    with (kept.archive / broken.warc_file).open("rb+") as file:
        file.seek(broken.warc_offset + broken.warc_length // 2)
        file.write(b"\x00" * 16)
    done = kept.reparse()
    (unread,) = (one for progress in done for one in progress.unread)
    assert broken.warc_file in str(unread)
    assert unread.url in str(unread)
    with reading(kept.engine, "reading") as connection:
        versions = models.versions
        left = select(versions.c.capture_id).where(versions.c.title == "misread")
        assert list(connection.scalars(left)) == [broken.id]


class Fatal(Rereader):
    """A reader that pages in parts end as a shortage of memory would."""

    def read(self, exchange: Exchange, facts: VersionFacts) -> ReadReport | None:
        if facts.parts:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().read(exchange, facts)


@pytest.mark.long
def test_a_page_that_ends_its_process_costs_itself_only(kept: KeptPages) -> None:
    kept.age()
    done = kept.reparse(Fatal.of(Leping))
    unread = {one.report_id: one.found for progress in done for one in progress.unread}
    with reading(kept.engine, "reading") as connection:
        table = models.versions
        found = connection.execute(select(table.c.report_id, table.c.part_capture_ids))
        assert set(unread) == {report_id for report_id, parts in found if parts}
    assert all("ends its process" in words for words in unread.values())
    assert sum(len(progress.revisions) for progress in done) == ARTICLES - len(unread)


def command(kept: KeptPages, root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    running = start(kept, root, *words)
    out, said = running.communicate()
    return subprocess.CompletedProcess(running.args, running.returncode, out, said)


def start(kept: KeptPages, root: Path, *words: str) -> subprocess.Popen[str]:
    """Start the command in a process group of its own."""
    program = "import sys; from govreports.cli import main; sys.exit(main())"
    places = {
        "GOVREPORTS_DATA_DIR": str(kept.folder),
        "GOVREPORTS_DATABASE_URL": kept.engine.url.render_as_string(),
        "PYTHONPATH": str(root),
    }
    return subprocess.Popen(
        [sys.executable, "-c", program, "reparse", *words],
        cwd=root,
        env={**os.environ, **places},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def in_group(group: int) -> int:
    """Return how many processes of a group are alive."""
    found = 0
    for path in Path("/proc").glob("[0-9]*/stat"):
        # One may end between the two steps.
        with suppress(FileNotFoundError, ProcessLookupError):
            state, _, its_group, *_ = path.read_text("ascii", "replace").rpartition(")")[2].split()
            found += int(its_group) == group and state != "Z"
    return found


def until(fits: Callable[[], bool]) -> bool:
    """Wait until something is so; say whether it came to that."""
    end = time.monotonic() + 60
    while not fits():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


@pytest.mark.long
def test_killed_it_leaves_no_process_behind_and_goes_on(kept: KeptPages) -> None:
    kept.age()
    running = start(kept, ROOT, "--processes", "2")
    # Itself, the two that serve it, and at least one that reads.
    assert until(lambda: in_group(running.pid) >= 4)
    running.kill()
    running.communicate()
    assert until(lambda: in_group(running.pid) == 0)
    done = command(kept, ROOT)
    assert done.returncode == 0, done.stderr
    assert kept.reparse() == []
    assert verify(kept.engine, kept.archive) == []


def test_a_changed_reader_makes_revisions_and_no_versions(kept: KeptPages, tmp_path: Path) -> None:
    root = project_with_another_reader(tmp_path / "changed")
    versions = len(kept.rows()["versions"])
    done = command(kept, root)
    assert done.returncode == 0, done.stderr
    assert f"{FIELD} {ARTICLES}" in " ".join(done.stdout.split())
    rows = kept.rows()["versions"]
    assert len(rows) == versions
    assert all(WORD in row for row in rows)


def loaded_by(module: str) -> set[str]:
    """Return the modules that one loads, in a process of its own."""
    program = f"import sys, {module}; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], check=True, stdout=subprocess.PIPE)
    return set(loaded.stdout.decode().split())


def test_what_reads_is_being_started_before_what_knows_the_store_is_loaded() -> None:
    """Each takes a second; side by side, a second for both."""
    modules = loaded_by("govreports.cli.reparse")
    assert "govreports.reparsing_server" in modules
    assert not {"sqlalchemy", "govreports.families"} & modules


def test_reading_again_needs_nothing_of_what_crawls() -> None:
    modules = loaded_by("govreports.cli.reread")
    assert "govreports.definitions" in modules
    assert not {"scrapy", "twisted"} & modules


def test_the_command_says_what_is_there_for_an_unknown_portal(kept: KeptPages) -> None:
    done = command(kept, ROOT, "nowhere")
    assert done.returncode == 1
    assert "holds no report of 'nowhere'" in done.stderr
    assert "leping" in done.stderr
