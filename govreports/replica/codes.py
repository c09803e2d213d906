"""Check digits of the codes that an 索引号 begins with.

Computed here on their own, not through the project's readers, so that what the
replica states can stand against what a reader concludes.
"""

from __future__ import annotations

ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# GB 32100: registered by 机构编制 (1), a government organ (1).
GOVERNMENT_ORGAN = "11"


def organisation_code(body: str) -> str:
    """组织机构代码 (GB 11714): the 8 characters of ``body`` and their check character."""
    total = sum(
        weight * ORGANISATION_ALPHABET.index(character)
        for weight, character in zip(ORGANISATION_WEIGHTS, body, strict=True)
    )
    return body + "0123456789X0"[11 - total % 11]


def credit_code(region: str, body: str) -> str:
    """统一社会信用代码 (GB 32100) of a government organ in a GB/T 2260 region."""
    first = GOVERNMENT_ORGAN + region + organisation_code(body)
    total = sum(
        weight * CREDIT_ALPHABET.index(character)
        for weight, character in zip(CREDIT_WEIGHTS, first, strict=True)
    )
    return first + CREDIT_ALPHABET[-total % 31]


def spoiled(index_number: str) -> str:
    """The same 索引号 with a check character that is wrong."""
    code, slash, rest = index_number.partition("/")
    wrong = "1" if code[-1] == "0" else "0"
    return code[:-1] + wrong + slash + rest
