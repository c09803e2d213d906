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


# A portal's pages have nearly all of their links in common.
@lru_cache(maxsize=4096)
def is_file_link(href: str) -> bool:
    """Say whether a link leads to a file: by its extension, or by a CMS's download address."""
    return _FILE.search(href) is not None and not href.lower().startswith(_SCRIPTS)
