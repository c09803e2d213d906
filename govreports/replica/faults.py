"""Answers that fail on purpose, by name, as servers and their protections fail.

A challenge here is the outer form of one, in our own words: enough to be told from an
article, and nothing that could be solved.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from govreports.replica.answers import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from govreports.replica.answers import Delivery

    Spoil = Callable[[Answer, str], Answer]

WAIT_SECONDS = 1
LONG_WAIT_SECONDS = 86_400
_JSL = "<script>document.cookie=('__jsl_clear'+'ance=')+'1|0|x';location.href=location.pathname"
_JSL += "</script><!-- __jsl_clearance -->"
_RUISHU = "<html><head><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.cd='%s';</script>"
_WZWS = "<html><script>var wzwschallenge='RANDOMSTR1';var wzwsconfirm='x';</script></html>"
_EDGEONE = "<html><script>var a='__tst_status',b='EO_Bot_Ssid';location.reload()</script></html>"
_INTERCEPTED = (
    "<html><head><title>访问被拦截</title></head><body><p>请求已被拦截。</p></body></html>"
)
_NOT_FOUND = "<html><head><title>404错误提示</title></head><body><p>页面不存在。</p></body></html>"


def page(text: str, status: int = 200) -> Spoil:
    """Answer with this page in place of the true one; ``{target}`` stands for the address."""

    def spoil(_answer: Answer, target: str) -> Answer:
        body = text.replace("{target}", target).encode()
        return Answer(status, _headers(body), body)

    return spoil


def refusal(status: int, seconds: int | None = None) -> Spoil:
    """Answer with a status, and the seconds after which to come again."""

    def spoil(_answer: Answer, _target: str) -> Answer:
        waits = () if seconds is None else (("Retry-After", str(seconds)),)
        return Answer(status, (*_headers(b""), *waits))

    return spoil


def broken(delivery: Delivery) -> Spoil:
    """Send the true answer in a way that fails."""

    def spoil(answer: Answer, _target: str) -> Answer:
        return replace(answer, delivery=delivery)

    return spoil


def mislabelled(answer: Answer, _target: str) -> Answer:
    """Name in the header an encoding that the page is not in."""
    told = dict(answer.headers)
    was = told.get("Content-Type", "")
    told["Content-Type"] = "text/html;charset=" + ("utf-8" if "gb" in was else "gb2312")
    return replace(answer, headers=tuple(told.items()))


def bad_gzip(answer: Answer, _target: str) -> Answer:
    """Say that a body is compressed that is not."""
    told = {**dict(answer.headers), "Content-Encoding": "gzip"}
    body = b"\x1f\x8b" + bytes(range(256))
    told["Content-Length"] = str(len(body))
    return replace(answer, headers=tuple(told.items()), body=body)


def home_page(answer: Answer, _target: str) -> Answer:
    """Answer with the portal's home page, status 200: the portal puts it in the answer's place."""
    return answer


def _headers(body: bytes) -> tuple[tuple[str, str], ...]:
    return ("Content-Type", "text/html;charset=utf-8"), ("Content-Length", str(len(body)))


MOVED = "?moved=1"
FAULTS: Mapping[str, Spoil] = {
    "503": refusal(503, WAIT_SECONDS),
    "404": refusal(404),
    "empty": page(""),
    "503_long": refusal(503, LONG_WAIT_SECONDS),
    "500": refusal(500),
    "429": refusal(429),
    "403": refusal(403),
    "cut": broken("cut"),
    "chunks": broken("chunks"),
    "reset": broken("reset"),
    "drip": broken("drip"),
    "meta_refresh": page(
        f'<html><head><meta http-equiv="refresh" content="0;url={{target}}{MOVED}"></head></html>'
    ),
    "location": page(f"<script>window.location.href='{{target}}{MOVED}';</script>"),
    "location_home": page("<script>window.location.href='/';</script>"),
    "redirect_loop": page("<script>location.href='{target}'</script>"),
    "soft_404": page(_NOT_FOUND),
    "jsl_521": page(_JSL, 521),
    "ruishu_412": page(_RUISHU % ("q" * 9000), 412),
    "ruishu_200": page(_RUISHU % ("q" * 9000)),
    "wzws_200": page(_WZWS),
    "edgeone_200": page(_EDGEONE),
    "edgeone_567": page(_INTERCEPTED, 567),
    "html": page("<html><head><title>首页</title></head><body><p>欢迎访问</p></body></html>"),
    "mislabelled": mislabelled,
    "bad_gzip": bad_gzip,
    "home": home_page,
}


@dataclass(slots=True)
class Spoilt:
    """A fault at an address, for so many requests; ``None`` is for ever."""

    fault: str
    times: int | None


class Faults:
    """Which addresses of a portal fail, and how."""

    def __init__(self) -> None:
        """Begin with none."""
        self.at: dict[str, Spoilt] = {}

    def spoil(self, target: str, fault: str, times: int | None = None) -> None:
        """Let an address fail; raises :class:`KeyError` for a fault that there is not."""
        _ = FAULTS[fault]
        self.at[target] = Spoilt(fault, times)

    def mend(self) -> None:
        """Let every address answer as it should."""
        self.at.clear()

    def fault(self, target: str) -> Spoil | None:
        """Return the fault of the next answer at an address, and count it."""
        spoilt = self.at.get(target)
        if spoilt is None or spoilt.times == 0:
            return None
        if spoilt.times is not None:
            spoilt.times -= 1
        return FAULTS[spoilt.fault]
