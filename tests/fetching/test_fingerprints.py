"""What the duplicate filter takes for one page."""

from __future__ import annotations

from scrapy import FormRequest, Request
from scrapy.utils.misc import load_object
from scrapy.utils.project import get_project_settings

from govreports.fetching.fingerprints import AddressFingerprinter

URL = "http://www.example.gov.cn/zwgk/art_1.html"


def prints(*requests: Request) -> int:
    """Count the different fingerprints."""
    fingerprinter = AddressFingerprinter()
    return len({fingerprinter.fingerprint(request) for request in requests})


def test_an_address_is_one_page_whatever_is_sent_along() -> None:
    conditional = Request(URL, headers={"If-None-Match": '"1"'}, meta={"a": 1})
    assert prints(Request(URL), conditional) == 1


def test_addresses_are_told_apart_as_they_are_written() -> None:
    assert prints(Request(URL), Request(f"{URL}?page=2"), Request(f"{URL}?page=3")) == 3


def test_forms_are_told_apart_by_what_they_send() -> None:
    first = FormRequest(URL, formdata={"page": "1"})
    again = FormRequest(URL, formdata={"page": "1"})
    second = FormRequest(URL, formdata={"page": "2"})
    assert prints(first, again) == 1
    assert prints(Request(URL), first, second) == 3


def test_crawls_use_it() -> None:
    named = get_project_settings()["REQUEST_FINGERPRINTER_CLASS"]
    assert load_object(named) is AddressFingerprinter
