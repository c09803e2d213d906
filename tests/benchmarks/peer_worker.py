"""Other extractors on the same pages, in an environment of their own (`make bench-reading`).

Reads JSON Lines of {"file", "url", "encoding"} and prints one of {"peer", "file", "title", "date",
"publisher", "text", "ms"} for each page and peer; a field that the peer has no notion of is absent,
one that it does not find is null. Each page is read twice, and the second time's CPU time is taken.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from pathlib import Path
from typing import Any

import trafilatura
from gne import GeneralNewsExtractor
from gne.exceptions import NoContentException
from lxml import html
from readability import Document
from readability.readability import Unparseable
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree

ROUNDS = 2


def by_trafilatura(source: bytes, _text: str, url: str) -> dict[str, Any]:
    found = trafilatura.bare_extraction(source, url=url, with_metadata=True, include_comments=False)
    if found is None:
        return {"title": None, "date": None, "publisher": None, "text": None}
    return {
        "title": found.title,
        "date": found.date,
        "publisher": found.author,
        "text": found.text,
    }


def by_gne(_source: bytes, text: str, url: str) -> dict[str, Any]:
    try:
        found = GeneralNewsExtractor().extract(text, host=url)
    except NoContentException:
        return {"title": None, "date": None, "publisher": None, "text": None}
    return {
        "title": found["title"],
        "date": found["publish_time"],
        "publisher": found["author"],
        "text": found["content"],
    }


def by_readability(_source: bytes, text: str, url: str) -> dict[str, Any]:
    document = Document(text, url=url)
    try:
        summary = "".join(map(str, html.document_fromstring(document.summary()).itertext()))
    except Unparseable:
        summary = None
    return {"title": document.short_title(), "text": summary}


def by_resiliparse(_source: bytes, text: str, _url: str) -> dict[str, Any]:
    tree = HTMLTree.parse(text)
    return {"title": tree.title, "text": extract_plain_text(tree, main_content=True)}


PEERS = {
    "trafilatura": by_trafilatura,
    "gne": by_gne,
    "readability-lxml": by_readability,
    "resiliparse": by_resiliparse,
}


def main() -> None:
    logging.disable(logging.CRITICAL)
    pages = [json.loads(line) for line in sys.stdin]
    for page in pages:
        source = Path(page["file"]).read_bytes()
        text = source.decode(page["encoding"], "replace")
        for name, read in PEERS.items():
            for _ in range(ROUNDS):
                started = time.process_time()
                answer = read(source, text, page["url"])
                seconds = time.process_time() - started
            found = {"peer": name, "file": page["file"], "ms": seconds * 1000, **answer}
            print(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main()
