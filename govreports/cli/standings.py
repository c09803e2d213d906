"""Gathers what is known of each portal, for commands that say how it stands."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.utils.project import get_project_settings

from govreports.archive.repair import is_written
from govreports.cli.stored import opened_store
from govreports.monitors.standing import Facts, ended, standing
from govreports.places import archive_directory
from govreports.store.queries import Queries
from govreports.store.standings import Standings
from govreports.values.dates import CHINA

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Engine

    from govreports.monitors.standing import Standing
    from govreports.store.answers import Run

_RUNS = 50
# On another machine's archive only time tells: no portal lets a crawl wait so long.
_SILENCE = timedelta(minutes=30)


def standings(chosen: Iterable[str], defined: Iterable[str], now: datetime) -> list[Standing]:
    """Return how the chosen portals stand, or all that are defined or were ever crawled."""
    with opened_store() as engine:
        names = list(chosen) or sorted({*defined, *Standings(engine).portals()})
        today = now.astimezone(CHINA).date()
        return [standing(name, _facts(engine, name, now), today) for name in names]


def _facts(engine: Engine, portal: str, now: datetime) -> Facts:
    queries = Queries(engine)
    runs = [run for run in queries.runs(portal, most=_RUNS) if run.kind == "crawl"]
    alive = bool(runs) and _alive(engine, runs[0], now)
    last = next(iter(ended(runs) if alive else runs), None)
    whole = next(iter(ended(runs)), None)
    return Facts(
        runs=runs,
        errors=queries.problems(last.run_id) if last else (),
        published=Standings(engine).published(portal),
        alive=alive,
        columns=queries.listings(whole.run_id) if whole else (),
        windows=Standings(engine).windows(portal, now),
    )


def _alive(engine: Engine, run: Run, now: datetime) -> bool:
    """Say whether a run without an end still goes on: its process holds its archive file."""
    if run.ended_at is not None:
        return False
    seen = Standings(engine).last_capture(run.run_id)
    if seen is None:
        return now - run.started_at < _SILENCE
    file, fetched_at = seen
    directory = archive_directory(Path(get_project_settings()["GOVREPORTS_DATA_DIR"]))
    written = is_written(directory, file)
    return now - fetched_at < _SILENCE if written is None else written
