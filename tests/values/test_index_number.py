from __future__ import annotations

import pytest

from govreports.values.check_digits import is_credit_code, is_organisation_code
from govreports.values.index_number import IndexNumber, decode_index_number, parse_index_number


@pytest.mark.parametrize(
    "code", ["005279426", "005307554", "000014349", "014032126", "K28044908", "MB0W32466"]
)
def test_real_organisation_codes_have_their_check_digit(code: str) -> None:
    assert is_organisation_code(code)


def test_the_check_digit_ten_is_written_x_and_eleven_0() -> None:
    assert is_organisation_code("01527918X")
    assert is_organisation_code("013909010")


@pytest.mark.parametrize(
    "code", ["005279427", "00527942X", "00527942", "0052794260", "", "００5279426"]
)
def test_a_wrong_or_odd_organisation_code_is_none(code: str) -> None:
    assert not is_organisation_code(code)


@pytest.mark.parametrize("code", ["11420800MB0W32466T", "11620300013909010R"])
def test_real_credit_codes_have_both_check_digits(code: str) -> None:
    assert is_credit_code(code)


@pytest.mark.parametrize(
    "code",
    [
        "11420800MB0W32466Y",
        "11420800MB0W32467T",
        "11420800MB0W3246",
        "11420800MB0W32466TT",
        "I" * 18,
    ],
)
def test_a_wrong_credit_code_is_none(code: str) -> None:
    assert not is_credit_code(code)


def test_every_single_mistyped_digit_of_a_credit_code_is_noticed() -> None:
    code = "11420800MB0W32466T"
    typos = [
        code[:at] + digit + code[at + 1 :]
        for at in range(len(code))
        for digit in "0123456789"
        if code[at] != digit
    ]

    assert not [typo for typo in typos if is_credit_code(typo)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("005279426/2021-00015", "005279426/2021-00015"),
        (" 005279426 / 2021-00015 ", "005279426/2021-00015"),
        ("００5279426／2021－00015", "005279426/2021-00015"),
        ("01527918X—2020—153077", "01527918X-2020-153077"),
        ("6107280000/2024-001005", "6107280000/2024-001005"),
        ("20191202-189769", "20191202-189769"),
        ("2026-02-00018", "2026-02-00018"),
        ("SM04100-0200-2022-00023", "SM04100-0200-2022-00023"),
        ("新政办/2021-01", "新政办/2021-01"),
        ("53040020261648874", "53040020261648874"),
    ],
)
def test_an_index_number_is_half_width_without_spaces(text: str, number: str) -> None:
    assert parse_index_number(text) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "无",
        "索引号",
        "2021-03-01",
        "2021年3月1日",
        "金政文〔2021〕7号",
        "主动公开",
        "12",
        "x" * 80,
    ],
)
def test_other_values_are_no_index_number(text: str) -> None:
    assert parse_index_number(text) is None


def test_an_organisation_code_is_decoded() -> None:
    assert decode_index_number("005279426/2021-00015") == IndexNumber(
        "005279426/2021-00015", "005279426", None, None, 2021, "00015", check=True
    )


def test_a_credit_code_gives_the_region() -> None:
    assert decode_index_number("11420800MB0W32466T/2020-00045") == IndexNumber(
        "11420800MB0W32466T/2020-00045",
        "MB0W32466",
        "11420800MB0W32466T",
        "420800",
        2020,
        "00045",
        check=True,
    )


@pytest.mark.parametrize(
    ("text", "year", "serial"),
    [
        ("00527942-6/2021-00015", 2021, "00015"),
        ("01527918X-2020-153077", 2020, "153077"),
        ("1134140000322523X5/202601-00012", 2026, "00012"),
        ("01525515-3/20260205-00019", 2026, "00019"),
        ("K28044908/2026-04277", 2026, "04277"),
    ],
)
def test_the_variants_of_the_two_forms_are_decoded(text: str, year: int, serial: str) -> None:
    decoded = decode_index_number(text)

    assert (decoded.year, decoded.serial, decoded.check) == (year, serial, True)


@pytest.mark.parametrize("text", ["005279427/2021-00015", "11420800MB0W32467T/2020-00045"])
def test_a_wrong_check_digit_is_said(text: str) -> None:
    assert decode_index_number(text).check is False


@pytest.mark.parametrize(
    "text", ["AB1110000-2025-365", "6107280000/2024-001005", "20191202-189769", "新政办/2021-01"]
)
def test_other_forms_are_valid_and_not_decoded(text: str) -> None:
    assert decode_index_number(text) == IndexNumber(text)
