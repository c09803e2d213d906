"""公开方式: how the 政府信息公开条例 lets a text be seen."""

from __future__ import annotations

from govreports.values.text import label_key
from govreports.vocab import DISCLOSURE, DISCLOSURE_MEDIA


def parse_disclosure(text: str) -> str | None:
    """Return 主动公开, 依申请公开 or 不予公开 for what a portal writes, else `None`."""
    return DISCLOSURE.get(label_key(text))


def is_disclosure_medium(text: str) -> bool:
    """Say whether `text` names a medium (政府网站): some portals use 公开形式 for that."""
    return label_key(text) in DISCLOSURE_MEDIA
