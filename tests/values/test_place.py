from __future__ import annotations

import pytest

from govreports.values.place import code_of, government_in, place_in, short_place


@pytest.mark.parametrize(
    ("site", "government", "place"),
    [
        ("欢迎访问郑州市金水区人民政府门户网站", "郑州市金水区人民政府", "金水区"),
        ("金水区政府信息公开平台", "金水区政府", "金水区"),
        ("荆门市漳河新区管理委员会", "荆门市漳河新区管理委员会", "漳河新区"),
        ("中国天山区 政府网", "天山区政府", "天山区"),
        ("乐平市人民政府-政务公开", "乐平市人民政府", "乐平市"),
    ],
)
def test_a_sites_name_tells_its_government_and_place(
    site: str, government: str, place: str
) -> None:
    assert government_in(site) == government
    assert place_in(site) == place


@pytest.mark.parametrize("site", ["中国·乐平", "法治政府建设", "郑州市财政局", "政务公开", ""])
def test_a_name_that_holds_no_places_government_gives_no_place(site: str) -> None:
    assert government_in(site) is None
    assert place_in(site) is None


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("河南省郑州市金水区", "金水区"),
        ("枣庄市市中区", "市中区"),
        ("张掖市甘州区", "甘州区"),
        ("新疆维吾尔自治区乌鲁木齐市天山区", "天山区"),
        ("湘西土家族苗族自治州龙山县", "龙山县"),
        ("锡林郭勒盟多伦县", "多伦县"),
        ("福州市", "福州市"),
        ("内蒙古自治区", "内蒙古自治区"),
    ],
)
def test_a_short_name_leaves_out_the_places_around_it(full: str, short: str) -> None:
    assert short_place(full) == short


def test_a_place_of_the_vocabulary_has_its_code_and_no_other_has() -> None:
    assert code_of("金水区") == "410105"
    assert code_of("城关区") is None
