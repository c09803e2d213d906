from __future__ import annotations

import pytest

from govreports.reading.stubs import LARGEST, leads_to


@pytest.mark.parametrize(
    "script",
    [
        "location.href='/a.htm'",
        'window.location = "/a.htm";',
        "top.location.replace('/a.htm');",
        "self.location.href = '/a.htm' ;",
    ],
)
def test_a_stub_leads_to_the_address_that_its_script_states(script: str) -> None:
    body = f"<html><head><title>跳转</title><script>{script}</script></head></html>"
    assert leads_to(body.encode()) == "/a.htm"


@pytest.mark.parametrize(
    "script",
    [
        "if(/Mobile/.test(navigator.userAgent)) location.href='/m/'",
        "document.cookie='a=b';location.href='/a.htm'",
        "location.href='/a'+'.htm'",
        "location.href=location.pathname",
        "show('location')",
    ],
)
def test_a_condition_a_cookie_or_a_computed_address_is_not_followed(script: str) -> None:
    assert leads_to(f"<script>{script}</script>".encode()) is None


def test_a_page_with_a_text_or_a_second_script_or_of_some_size_is_no_stub() -> None:
    stub = "<script>location.href='/a.htm'</script>"
    assert leads_to(f"{stub}<p>{'本年度各项工作有序推进。' * 9}</p>".encode()) is None
    assert leads_to(f"{stub}<script>count()</script>".encode()) is None
    assert leads_to(stub.encode() + b" " * LARGEST) is None
