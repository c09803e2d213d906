"""Pages that a browser cannot, or must not, draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.scripted import COLUMN, ScriptedPortal

if TYPE_CHECKING:
    from govreports.replica.answers import Document
    from govreports.replica.pages import Target

WORDS = (
    "<p>本页面公开法治政府建设的年度报告和执法统计数据，内容由区司法局负责维护，欢迎公众监督。</p>"
)
# A protection's page has next to no text; its script sets a cookie and comes again.
CHALLENGE = (
    "<html><body><script>document.cookie='pass='+(7*6)+';path=/';location.reload()</script>"
    "</body></html>"
)
PAGES = {
    "/endless/": f"<html><body>{WORDS}<script>onload=()=>setTimeout(()=>{{for(;;);}},9)</script>",
    "/challenge/": CHALLENGE,
    "/away/": f"<html><body>{WORDS}{WORDS}<script>location.href='{COLUMN}'</script></body></html>",
    "/broken/": f"<html><body>{WORDS}<script src='/absent/rows.js'></script></body></html>",
}
COLUMNS: dict[str, str | None] = {
    "死循环": "/endless/",
    "验证": "/challenge/",
    "跳转": "/away/",
    "缺件": "/broken/",
}


class FaultyPortal(ScriptedPortal):
    """The scripted portal with columns that fail."""

    def made(self, aim: Target) -> Document | None:
        if aim.path in PAGES:
            return self.document(PAGES[aim.path])
        return super().made(aim)
