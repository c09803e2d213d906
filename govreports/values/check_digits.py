"""Check digits of organisation codes (GB 11714) and credit codes (GB 32100)."""

from __future__ import annotations

_ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORG_MODULUS = 11
_ORG_BODY = 8
# GB 32100-2015: digits and capitals without I, O, S, V and Z, valued by place.
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_MODULUS = 31
_CREDIT_BODY = 17
_CREDIT_ORG = slice(8, 17)


def is_organisation_code(code: str) -> bool:
    """Say whether a nine-character 组织机构代码 (no hyphen) has its GB 11714 check digit."""
    body, check = code[:_ORG_BODY], code[_ORG_BODY:]
    if not _is_alphanumeric(body) or len(body) < _ORG_BODY or len(check) != 1:
        return False
    total = sum(int(c, 36) * weight for c, weight in zip(body, _ORG_WEIGHTS, strict=True))
    return "0X987654321"[total % _ORG_MODULUS] == check


def is_credit_code(code: str) -> bool:
    """Say whether an eighteen-character 统一社会信用代码 has both of its check digits.

    Its own is by GB 32100; places 9 to 17 hold an organisation code with one
    by GB 11714.
    """
    body, check = code[:_CREDIT_BODY], code[_CREDIT_BODY:]
    if len(body) < _CREDIT_BODY or any(c not in _CREDIT_ALPHABET for c in body):
        return False
    total = sum(_CREDIT_ALPHABET.index(c) * pow(3, i, _CREDIT_MODULUS) for i, c in enumerate(body))
    return _CREDIT_ALPHABET[-total % _CREDIT_MODULUS] == check and is_organisation_code(
        code[_CREDIT_ORG]
    )


def _is_alphanumeric(text: str) -> bool:
    return text.isascii() and text.isalnum() and text == text.upper()
