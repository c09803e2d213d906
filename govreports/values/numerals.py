"""Chinese numerals as dates spell them: `二〇二一`, `十二`, `廿一`, `三十`."""

from __future__ import annotations

from govreports.vocab import words

_NUMERALS = words("date_words.toml", "numerals")
_ZEROS = "".join(_NUMERALS["zero"])
_DIGITS = "".join(_NUMERALS["digits"])
_TENS = _NUMERALS["tens"]

#: Every character that a numeral of a date may hold, ASCII digits included.
NUMERAL_CHARACTERS = "0-9" + _ZEROS + _DIGITS + "".join(_TENS) + "".join(_NUMERALS["first_month"])

_LONGEST_COUNT = 9
_TO_ASCII = str.maketrans(
    {**dict.fromkeys(_ZEROS, "0"), **{digit: str(n) for n, digit in enumerate(_DIGITS, 1)}}
)


def number(text: str) -> int | None:
    """Return the number that ASCII digits or Chinese numerals spell, or `None`.

    Both ways of writing are read: by place (`二〇二一`, `三一`) and with the
    words for ten, twenty and thirty (`二十一`, `廿一`, `卅`). 元 is 1 (元月).
    """
    if text in _NUMERALS["first_month"]:
        return 1
    plain = text if text.isdecimal() else text.translate(_TO_ASCII)
    if plain.isascii():
        return count(plain)
    return _with_tens(plain)


def count(text: str | None) -> int | None:
    """Return the whole number that decimal digits spell, `None` for any other text.

    More than nine digits count nothing on a portal: they are an id, a time or a fault.
    """
    return int(text) if text and len(text) <= _LONGEST_COUNT and text.isdecimal() else None


def _with_tens(text: str) -> int | None:
    for tens, word in enumerate(_TENS, 1):
        before, found, after = text.partition(word)
        if found:
            return _sum(before, after, tens)
    return None


def _sum(before: str, after: str, tens: int) -> int | None:
    """Add up `before` tens and `after` ones around a word that is worth `tens` tens."""
    if len(before) > 1 or len(after) > 1 or (before and tens > 1):
        return None
    if not (before + after).isdigit() and before + after:
        return None
    return (int(before) if before else tens) * 10 + int(after or 0)
