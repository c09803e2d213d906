"""The extensions that a crawl cannot do without."""

from __future__ import annotations

import pytest
from scrapy.utils.test import get_crawler

from govreports.extensions import needed
from govreports.ledger import Ledger
from govreports.reader_process.extension import PageReader
from govreports.reader_process.files import FileReader


@pytest.mark.parametrize("kind", [Ledger, PageReader, FileReader])
def test_one_that_is_switched_off_is_named(kind: type[Ledger | PageReader | FileReader]) -> None:
    name = f"{kind.__module__}.{kind.__name__}"
    with pytest.raises(RuntimeError, match=f"the extension {name} is switched off; enable it"):
        kind.of(get_crawler())


def test_the_crawl_s_own_is_found() -> None:
    crawler = get_crawler(settings_dict={"EXTENSIONS": {Ledger: 0}})
    assert needed(crawler, Ledger) is Ledger.of(crawler)
