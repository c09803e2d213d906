from __future__ import annotations

import pytest

from govreports.monitors.alerts import AlertError, post
from tests.monitors.webhook import webhook


def test_what_is_posted_arrives_as_json() -> None:
    with webhook() as hook:
        post(hook.url, {"portal": "jinshui", "found": "栏目为空"})
    assert hook.received == [{"portal": "jinshui", "found": "栏目为空"}]
    assert hook.targets == ["/hook?key=1"]


def test_a_webhook_that_refuses_is_named() -> None:
    with webhook(status=500) as hook, pytest.raises(AlertError, match="status 500"):
        post(hook.url, {})


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("ftp://127.0.0.1/", "no http"),
        ("not an address", "no http"),
        ("http://127.0.0.1:notaport/", "Port"),
        ("http://127.0.0.1:1/", "refused"),
    ],
)
def test_an_address_that_cannot_be_reached_is_named(address: str, words: str) -> None:
    with pytest.raises(AlertError, match=words):
        post(address, {})
