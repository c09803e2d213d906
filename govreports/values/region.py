"""行政区划代码 (GB/T 2260): six digits, province, prefecture, county."""

from __future__ import annotations

import re

from govreports.vocab import REGION_NAMES

_CODE = re.compile(r"[1-8]\d{5}")
_PROVINCE_DIGITS = 2


def parse_region_code(text: str) -> str | None:
    """Return the code that `text` is, if its province exists, else `None`."""
    code = text.strip()
    return code if _CODE.fullmatch(code) and province_name(code) else None


def region_name(code: str) -> str | None:
    """Return the name of the place with that code where the vocabulary has it."""
    return REGION_NAMES.get(code)


def province_name(code: str) -> str | None:
    """Return the name of the province (省, 自治区, 直辖市) that a code lies in."""
    return REGION_NAMES.get(code[:_PROVINCE_DIGITS] + "0000")
