"""The run over spoilt pages finds what it is made to find; a few pages of it in every test run."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from govreports.families import FAMILIES, detect
from tests.fuzz import judging
from tests.fuzz.judging import ALLOWED, Answer, judge, readers_of
from tests.fuzz.mutations import IN_BYTES, IN_TEXT
from tests.fuzz.run import MEMORY, Verdict, report
from tests.fuzz.seed_pages import seed_pages
from tests.fuzz.spoiling import spoilt

if TYPE_CHECKING:
    from pathlib import Path

FINE = [Answer("detect", 0.1, "tuple"), Answer("trs.report", 0.2, "bytes")]


@pytest.mark.parametrize("number", range(12))
def test_a_spoilt_page_is_read_or_refused_by_every_family(number: int) -> None:
    assert [answer.fault for answer in judge(spoilt(0, number).page) if answer.fault] == []


def test_over_a_run_every_family_reads_and_each_page_its_own() -> None:
    page = next(page for page in seed_pages() if detect(page)[0].family == "trs")
    read = [readers_of(page, number) for number in range(len(FAMILIES))]
    assert set(FAMILIES) == {name for names in read for name in names}
    assert all({"trs", "generic"} <= set(names) for names in read)


def test_a_number_names_the_same_page_each_time() -> None:
    pages = [spoilt(3, number) for number in range(8)]
    assert pages == [spoilt(3, number) for number in range(8)]
    assert len({page.page.body for page in pages}) == len(pages)
    assert spoilt(4, 0) != pages[0]


def test_every_way_to_spoil_a_page_is_taken() -> None:
    used = {name for number in range(400) for name in spoilt(0, number).mutations}
    assert used == {*IN_TEXT, *IN_BYTES}


def test_seeds_are_pages_that_are_read() -> None:
    outcomes = {answer.outcome for page in seed_pages()[::20] for answer in judge(page)}
    assert {"bytes", "Listing"} <= outcomes


def test_what_is_raised_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_page: object) -> None:
        raise LookupError

    monkeypatch.setattr(judging, "detect", fails)
    detected = judge(seed_pages()[0])[0]
    assert detected.is_wrong
    assert "LookupError" in detected.fault


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "0 faults"),
        ({"answers": [FINE[0], replace(FINE[1], fault="LookupError: x")]}, "LookupError: x"),
        (
            {"answers": [FINE[0], replace(FINE[1], seconds=ALLOWED + 1)]},
            "trs.report: bytes, 3.00 s",
        ),
        ({"answers": [replace(one, seconds=ALLOWED - 0.5) for one in FINE]}, "--run 1 --only 7"),
        ({"memory": MEMORY + 1}, "0 faults"),
    ],
    ids=["fine", "raised", "late", "late in all", "memory"],
)
def test_a_run_fails_for_each_kind_of_fault(
    change: dict[str, object],
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    one = replace(Verdict(7, ("cut",), FINE, 100), **change)  # type: ignore[arg-type]
    assert report(1, [one]) == bool(change)
    assert said in capsys.readouterr().out
    kept = list(tmp_path.iterdir())
    assert [path.read_bytes() for path in kept] == (
        [spoilt(1, 7).page.body] if one.is_wrong else []
    )
