"""Which links lead to files."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources

#: How files, and the places of their links, are known: `attachments.toml`.
FILE_WORDS = tomllib.loads(
    resources.files("govreports.reading").joinpath("attachments.toml").read_text("utf-8")
)
_FILE = re.compile(
    rf"\.(?:{'|'.join(FILE_WORDS['extensions'])})\s*(?:$|[?#&])|{'|'.join(FILE_WORDS['paths'])}",
    re.IGNORECASE,
)
_SCRIPTS = ("javascript:", "#", "mailto:")
_NAME = re.compile(
    rf"[^./\\]\.(?:{'|'.join(FILE_WORDS['extensions'])})(?:[（(].{{0,24}}[)）])?$", re.IGNORECASE
)
_LONGEST_NAME = 200
_QUOTED = re.compile(r"['\"]([^'\"\s]{4,500})['\"]")


# A portal's pages have nearly all of their links in common.
@lru_cache(maxsize=4096)
def is_file_link(href: str) -> bool:
    """Say whether a link leads to a file: by its extension, or by a CMS's download address."""
    return _FILE.search(href) is not None and not href.lower().startswith(_SCRIPTS)


def is_file_name(text: str) -> bool:
    """Say whether a link's text is the name of a file: `附件1.汇总表.xlsx`, its size behind it."""
    # Next to no link's text has a dot in it, and the pattern takes a hundred times as long.
    return "." in text and _NAME.search(text[-_LONGEST_NAME:]) is not None


def called_file(script: str) -> str | None:
    """Return the file that a link's script opens: `window.open('/f/1.pdf')`."""
    return next((found[1] for found in _QUOTED.finditer(script) if is_file_link(found[1])), None)


def is_script(href: str) -> bool:
    """Say whether a link leads nowhere by itself, but through a script."""
    return not href or href.lower().startswith(_SCRIPTS)
