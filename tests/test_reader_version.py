from __future__ import annotations

import string

from govreports.reader_version import READER_VERSION, digest_of, reader_files


def test_the_version_is_twelve_hex_digits_of_the_present_files() -> None:
    assert len(READER_VERSION) == 12
    assert set(READER_VERSION) <= set(string.hexdigits.lower())
    assert digest_of(reader_files()) == READER_VERSION


def test_code_and_words_of_every_reading_room_count() -> None:
    names = {name for name, _ in reader_files()}

    assert {
        "values/dates.py",
        "vocab/labels.toml",
        "vocab/region_codes.csv",
        "families/base.py",
        "reading/__init__.py",
        "normalise.py",
        "fingerprint.py",
    } <= names
    assert {name.rpartition(".")[2] for name in names} == {"py", "toml", "csv"}


def test_a_change_of_bytes_or_name_changes_the_version_and_order_does_not() -> None:
    files = [("a.py", b"1"), ("b.py", b"2")]

    assert digest_of(files) == digest_of(files[::-1])
    assert digest_of(files) != digest_of([("a.py", b"1"), ("b.py", b"3")])
    assert digest_of(files) != digest_of([("a.py", b"1"), ("c.py", b"2")])
    assert digest_of(files) != digest_of([("a.py", b"12"), ("b.py", b"")])
