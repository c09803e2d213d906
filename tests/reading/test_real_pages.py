"""Quality floors on real portal pages, where a collection of them lies beside the project.

A later change may raise a floor, never lower it.
"""

from __future__ import annotations

import pytest

from tests.benchmarks.compare import Contestant, compare
from tests.benchmarks.gold import (
    Score,
    check_families,
    check_lists,
    classify_others,
    folder,
    score_articles,
    states,
)

pytestmark = pytest.mark.skipif(not folder().is_dir(), reason="no collection of real pages here")

SHARES = {
    "title": 1.0,
    "index_number": 1.0,
    "publisher": 1.0,
    "document_number": 1.0,
    "issued_on": 1.0,
    "published_on": 1.0,
    "document_type": 1.0,
    "topic": 1.0,
    "source": 0.97,
    "start": 0.98,
    "end": 0.97,
    "no text": 1.0,
    "length": 0.97,
    "attachments": 0.97,
}


@pytest.fixture(scope="module")
def score() -> Score:
    return score_articles(folder())


@pytest.mark.parametrize("name", SHARES)
def test_a_field_is_read_exactly_at_least_so_often(score: Score, name: str) -> None:
    assert score.share(name) >= SHARES[name], [fault for fault in score.faults if name in fault]


def test_the_header_s_values_are_exact_and_hardly_ever_made_up(score: Score) -> None:
    found = states(score)
    assert found["exact"] / found["stated"] >= 0.99
    assert found["false"] <= 1


def test_every_page_that_is_no_article_is_told_for_what_it_is() -> None:
    assert [line for line in classify_others(folder()).lines if line.startswith("MISS")] == []


def test_lists_and_answers_yield_their_rows() -> None:
    found = check_lists(folder())
    assert found.right == found.of, found.lines


def test_the_family_is_detected() -> None:
    found = check_families(folder())
    assert found.right / found.of >= 0.97, found.lines


@pytest.fixture(scope="module")
def ours() -> Contestant:
    (found,) = compare(folder(), with_peers=False)
    return found


def test_whole_texts_are_read_to_the_character(ours: Contestant) -> None:
    assert ours.mean_f1 >= 0.998
    assert min(ours.f1.values()) >= 0.96, ours.f1


def test_nearly_every_text_has_a_reference(ours: Contestant) -> None:
    assert len(ours.f1) == ours.score.counts["start/stated"]
