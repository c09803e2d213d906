"""索引号, the number of a text in its portal's catalogue (政府信息公开目录).

No national standard gives it a form. The two most frequent begin with the
issuer's 组织机构代码 (GB 11714) or 统一社会信用代码 (GB 32100), whose check digits
tell a mistyped number; every other form is a valid value that is not decoded.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from govreports.values.check_digits import is_credit_code, is_organisation_code
from govreports.values.text import strip_invisible

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_FORM = re.compile(r"[0-9A-Za-z\u4e00-\u9fff][-0-9A-Za-z\u4e00-\u9fff/\\_.:()\[\]]{2,63}")
_WORDY = re.compile(r"[\u4e00-\u9fff]{9,}|\d{4}年\d|^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}$")
_DECODED = re.compile(
    r"(?:(?P<credit>[0-9A-HJ-NPQRTUWXY]{18})|(?P<org>[0-9A-Z]{8}-?[0-9X]))"
    r"(?P<join>[/-])(?P<year>(?:19|20)\d\d)(?:\d{2}|\d{4})?-(?P<serial>\d{3,7})"
)
_REGION = slice(2, 8)
_CREDIT_ORG = slice(8, 17)


@dataclass(frozen=True, slots=True)
class IndexNumber:
    """An 索引号 and what its form tells; all but `text` are `None` where it is not decoded.

    `org_code` has nine characters, `credit_code` eighteen, `region_code` is the
    GB/T 2260 code inside the credit code. `check` says whether the check digits
    are right.
    """

    text: str
    org_code: str | None = None
    credit_code: str | None = None
    region_code: str | None = None
    year: int | None = None
    serial: str | None = None
    check: bool | None = None


def parse_index_number(text: str) -> str | None:
    """Return the 索引号 that the whole of `text` is: half-width, without spaces; else `None`."""
    tight = "".join(unicodedata.normalize("NFKC", strip_invisible(text)).split())
    tight = tight.translate(_DASHES)
    if not _FORM.fullmatch(tight) or _WORDY.search(tight):
        return None
    return tight if any(c.isdigit() for c in tight) else None


# A page's number is asked for its place and for its check digit.
@lru_cache(maxsize=128)
def decode_index_number(text: str) -> IndexNumber:
    """Tell issuer, region, year and serial of a parsed 索引号 where it has that form."""
    match = _DECODED.fullmatch(text)
    if not match:
        return IndexNumber(text)
    credit = match["credit"]
    org = credit[_CREDIT_ORG] if credit else match["org"].replace("-", "")
    check = is_credit_code(credit) if credit else is_organisation_code(org)
    if not check and not credit and match["join"] == "-":
        # Catalogues with hyphens only have agency codes of their own in that place.
        return IndexNumber(text)
    region = credit[_REGION] if credit and credit[_REGION].isdigit() else None
    return IndexNumber(text, org, credit, region, int(match["year"]), match["serial"], check)
