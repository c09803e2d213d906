from __future__ import annotations

import pytest

from govreports.replica.codes import credit_code, organisation_code, spoiled
from govreports.replica.places import PLACES

# Codes of bodies that publish, as their pages print them.
KNOWN = (
    "005279426",
    "005307554",
    "005252661",
    "005299478",
    "000014349",
    "002276772",
    "002482429",
    "014032126",
    "014119467",
    "016060729",
    "K28044908",
    "01390901" + "0",
)


@pytest.mark.parametrize("code", KNOWN)
def test_the_check_character_of_known_organisation_codes_comes_out(code: str) -> None:
    assert organisation_code(code[:8]) == code


def test_an_organisation_code_may_end_in_x() -> None:
    assert organisation_code("01527918") == "01527918X"


@pytest.mark.parametrize(
    ("region", "body", "code"),
    [("420800", "MB0W3246", "11420800MB0W32466T"), ("620300", "01390901", "11620300013909010R")],
)
def test_known_credit_codes_come_out(region: str, body: str, code: str) -> None:
    assert credit_code(region, body) == code


@pytest.mark.parametrize(
    ("number", "wrong"),
    [
        ("005279426/2021-00015", "005279420/2021-00015"),
        ("01527918X/2020-1", "015279180/2020-1"),
        ("11420800MB0W32466T/2020-00045", "11420800MB0W324660/2020-00045"),
    ],
)
def test_a_spoiled_index_number_differs_in_its_check_character_only(
    number: str, wrong: str
) -> None:
    assert spoiled(number) == wrong


def test_spoiling_a_zero_gives_another_digit() -> None:
    assert spoiled("000000000/2020-1") == "000000001/2020-1"


def test_every_body_of_every_place_has_a_code_of_its_own() -> None:
    for place in PLACES.values():
        codes = [issuer.code for issuer in place.issuers]
        assert len(set(codes)) == len(codes) == 12


def test_codes_of_all_bodies_are_valid() -> None:
    for place in PLACES.values():
        for issuer in place.issuers:
            if len(issuer.code) == 18:
                assert credit_code(issuer.code[2:8], issuer.code[8:16]) == issuer.code
                assert issuer.code[2:8] == place.region_code
            else:
                assert organisation_code(issuer.code[:8]) == issuer.code


def test_the_governments_keep_the_codes_that_they_have() -> None:
    governments = {name: place.issuers[0] for name, place in PLACES.items()}
    assert governments["jinshui"].code == "005279426"
    assert governments["jinshui"].name == "金水区人民政府"
    assert governments["zhanghe"].code == "11420800MB0W32466T"


def test_domains_are_those_of_the_portals_homes() -> None:
    domains = {name: place.domain for name, place in PLACES.items() if not place.invented}
    assert domains == {
        "jinshui": "public.jinshui.gov.cn",
        "xinmi": "public.xinmi.gov.cn",
        "leping": "www.lps.gov.cn",
        "tianshan": "www.xjtsq.gov.cn",
        "zhanghe": "www.jingmen.gov.cn",
    }


def test_regions_are_those_of_the_national_standard() -> None:
    real = [place for place in PLACES.values() if not place.invented]
    regions = {place.place: place.region_code for place in real}
    assert regions == {
        "金水区": "410105",
        "新密市": "410183",
        "乐平市": "360281",
        "天山区": "650102",
        "漳河新区": "420800",
    }


def test_no_invented_place_can_be_taken_for_a_real_one() -> None:
    for place in PLACES.values():
        if place.invented:
            # RFC 2606 keeps the name for examples; GB/T 2260 has no region 99.
            assert place.domain.endswith(".example")
            assert place.region_code.startswith("99")
