"""Attachments of the archive read again: the crawl's own rows, better readings, faults by name."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text

from govreports import reparsing_files, settings
from govreports.attachments.folder import FileFolder
from govreports.attachments.version import FILE_READER_VERSION
from govreports.reader_process.limits import Limits, file_limits
from govreports.reparsing_files import FileProgress, FileReaders, reparse_files
from govreports.replica.portals import PORTALS
from govreports.replica.server import serve
from govreports.store import models
from govreports.store.engine import reading, writing
from govreports.store.integrity import verify
from govreports.store.revising_files import FileReviser
from tests.crawling import ROOT, Crawler
from tests.kept import Kept

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

PORTAL = "jinshui"
LIMITS = file_limits(vars(settings))


@dataclass(frozen=True)
class KeptFiles(Kept):
    """A store with its archive, of a portal with attachments."""

    def change(self, *statements: str) -> None:
        with writing(self.engine, "changing") as connection:
            for statement in statements:
                connection.execute(text(statement))

    def age(self) -> None:
        """Let another reader have read all files."""
        self.change("UPDATE files SET reader_version = 'earlier'")

    def count(self) -> int:
        return len(self.rows()["files"])

    def reparse(self, limits: Limits = LIMITS) -> Generator[FileProgress]:
        folder = FileFolder(self.folder / "attachments", keep=False)
        reviser = FileReviser(self.engine, FILE_READER_VERSION)
        with closing(FileReaders(self.archive, folder, limits, 1)) as readers:
            yield from reparse_files(self.engine, PORTAL, readers, reviser)

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        places = {
            "GOVREPORTS_DATA_DIR": str(self.folder),
            "GOVREPORTS_DATABASE_URL": self.engine.url.render_as_string(),
        }
        program = Path(sys.executable).with_name("govreports")
        return subprocess.run(
            [program, "reparse", *words],
            cwd=ROOT,
            env={**os.environ, **places, "COLUMNS": "120"},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("crawled") / "data"
    with serve([PORTALS[PORTAL](10)]) as addresses:
        crawler = Crawler(folder, f"sqlite:///{folder / 'govreports.db'}")
        done = crawler.crawl(PORTAL, addresses[PORTAL])
    assert done.exit_code == 0, done.said
    return folder


@pytest.fixture
def kept(crawled: Path, tmp_path: Path) -> Iterator[KeptFiles]:
    with KeptFiles.copied(crawled, tmp_path / "data") as found:
        yield found


def test_read_again_every_row_is_as_the_crawl_left_it(kept: KeptFiles) -> None:
    before = kept.rows()
    kept.age()
    done = list(kept.reparse())
    assert sum(len(progress.revisions) for progress in done) == kept.count() > 1
    assert not any(one.changed for progress in done for one in progress.revisions)
    assert kept.rows() == before
    assert list(kept.reparse()) == []
    # What was laid down to be read is gone.
    assert list((kept.folder / "attachments").glob("*.part")) == []


def test_what_an_earlier_reader_could_not_read_is_revised_in_place(kept: KeptFiles) -> None:
    before = kept.rows()
    kept.age()
    kept.change(
        "UPDATE files SET text = NULL, text_state = 'failed: no reader'",
        "UPDATE attachments SET text_state = 'failed: no reader' WHERE sha256 IS NOT NULL",
    )
    done = list(kept.reparse())
    assert all(one.changed for progress in done for one in progress.revisions)
    after = kept.rows()
    assert after["attachments"] == before["attachments"]
    assert len(after["versions"]) == len(before["versions"])
    revised = models.versions.c.revised_at.is_not(None)
    with reading(kept.engine, "looking") as connection:
        found = connection.execute(select(models.files.c.text, models.files.c.text_state)).all()
        marked = connection.execute(select(models.versions.c.report_id).where(revised)).scalars()
        assert set(marked) == {row[0] for row in before["attachments"]}
    assert all(row.text and row.text_state == "text" for row in found)
    assert verify(kept.engine, kept.archive) == []


def test_stopped_in_between_it_goes_on_where_it_was(
    kept: KeptFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reparsing_files, "CHUNK", 1)
    kept.age()
    first = kept.reparse()
    next(first)
    first.close()
    assert len(list(kept.reparse())) == kept.count() - 1


def test_where_the_reader_does_not_start_no_file_is_said_to_have_failed(kept: KeptFiles) -> None:
    kept.age()
    before = kept.rows()
    (progress,) = kept.reparse(Limits(seconds=LIMITS.seconds, megabytes=1, thing="file"))
    assert progress.revisions == ()
    assert len(progress.unread) == kept.count()
    assert all("does not start" in one.found for one in progress.unread)
    assert kept.rows() == before


def test_a_damaged_record_is_named_and_the_other_files_are_read(kept: KeptFiles) -> None:
    query = (
        "SELECT warc_file, warc_offset, warc_length, captures.url FROM files "
        "JOIN captures ON captures.id = capture_id ORDER BY warc_offset"
    )
    with reading(kept.engine, "looking") as connection:
        file, offset, length, url = connection.execute(text(query)).all()[0]
    path = kept.archive / file
    data = bytearray(path.read_bytes())
    data[offset + length // 2] ^= 0xFF
    path.write_bytes(data)
    kept.age()
    done = kept.command(PORTAL)
    assert done.returncode == 1
    assert f"{PORTAL}: {url}: file " in done.stderr
    assert done.stdout.split()[-4:-1] == [PORTAL, str(kept.count() - 1), "0"]
    left = [row for row in kept.rows()["files"] if "earlier" in row]
    assert len(left) == 1


def test_the_command_names_what_changed_by_the_state_of_the_text(kept: KeptFiles) -> None:
    kept.age()
    kept.change("UPDATE files SET text = '', text_state = 'failed: a damaged file'")
    before = kept.rows()
    tried = kept.command("--dry-run")
    assert tried.returncode == 0, tried.stderr
    assert f"failed → text {kept.count()}" in tried.stdout
    assert "would be revised" in tried.stdout
    assert kept.rows() == before
    done = kept.command()
    assert f"failed → text {kept.count()}" in done.stdout
    assert kept.command().stdout == (
        "no page to read again: today's reader has read every version\n"
    )
