"""Projects of portals that the commands are tried in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def project_in(folder: Path, monkeypatch: pytest.MonkeyPatch, **portals: str) -> Path:
    """Enter a project with these portals' files, by their names; return its folder of spiders."""
    # A package that another test has imported stays imported.
    package = f"spiders_of_{re.sub(r'[^a-z0-9]', '_', folder.name)}"
    spiders = folder / package
    spiders.mkdir()
    (spiders / "__init__.py").touch()
    for name, text in portals.items():
        (spiders / f"{name}.py").write_text(text, "utf-8")
    (folder / "scrapy.cfg").write_text("[settings]\ndefault = govreports.settings\n", "utf-8")
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setattr("govreports.settings.SPIDER_MODULES", [package])
    monkeypatch.chdir(folder)
    return spiders
