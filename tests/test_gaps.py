from __future__ import annotations

import pytest

from govreports.gaps import Series, Stated, in_words, members, series


def stated(*numbers: str, portal: str = "jinshui") -> list[Stated]:
    return [Stated(portal, f"{portal}-{at}", number) for at, number in enumerate(numbers)]


def test_what_lies_between_the_known_numbers_is_missing() -> None:
    (found,) = series(
        stated("金政文〔2021〕4号", "金政文〔2021〕1号", "金政文〔2021〕8号"), fewest=3
    )
    assert found == Series("jinshui", "金政文", 2021, (1, 4, 8))
    assert found.missing == ((2, 3), (5, 7))
    assert in_words(found.missing) == "2-3, 5-7"


def test_a_series_that_does_not_begin_with_one_lacks_its_beginning() -> None:
    assert Series("p", "金政", 2021, (3, 4)).missing == ((1, 2),)


def test_a_whole_series_has_no_gap() -> None:
    whole = Series("p", "金政", 2021, (1, 2, 3))
    assert whole.missing == ()
    assert whole.share == 1


def test_a_number_that_two_reports_state_counts_once() -> None:
    (found,) = series(stated("金政〔2021〕1号", "金政〔2021〕1号", "金政〔2021〕2号"), fewest=2)
    assert found.known == (1, 2)


def test_agencies_years_and_portals_are_series_of_their_own() -> None:
    numbers = ["金政〔2021〕1号", "金政〔2020〕1号", "金政办〔2021〕1号"]
    found = series([*stated(*numbers), *stated(numbers[0], portal="xinmi")], fewest=1)
    assert [(one.portal, one.agency, one.year) for one in found] == [
        ("jinshui", "金政", 2020),
        ("jinshui", "金政", 2021),
        ("jinshui", "金政办", 2021),
        ("xinmi", "金政", 2021),
    ]


def test_the_most_complete_series_comes_first() -> None:
    numbers = ["甲〔2021〕1号", "甲〔2021〕90号", "乙〔2021〕1号", "乙〔2021〕3号"]
    assert [one.agency for one in series(stated(*numbers), fewest=2)] == ["乙", "甲"]


def test_series_of_too_few_numbers_are_left_out() -> None:
    assert series(stated("金政〔2021〕1号", "金政〔2021〕9号"), fewest=3) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("金政文〔2021〕7号", [("金政文", 2021, 7)]),
        ("金政文〔2021年〕7号", [("金政文", 2021, 7)]),
        ("金政文〔二〇二一〕7号", [("金政文", 2021, 7)]),
        ("金政文〔2021〕第7号", [("金政文", 2021, 7)]),
        ("发改〔2021〕7号、财建〔2021〕9号", [("发改", 2021, 7), ("财建", 2021, 9)]),
        # An order's own count, a code, a serial with a part, a year of two digits, no agency.
        ("第12号", []),
        ("ZJSP05-2021-0001", []),
        ("金政文〔2021〕7-1号", []),
        ("金政文〔21〕7号", []),
        ("〔2021〕7号", []),
        ("金政文〔2021〕0号", []),
    ],
)
def test_members_of_a_document_number(text: str, expected: list[tuple[str, int, int]]) -> None:
    assert list(members(text)) == expected
