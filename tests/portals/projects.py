"""Projects in folders of their own, as people who add portals have them."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.crawling import LIFTED, env

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_SETTINGS = "from govreports.settings import *\n"


@dataclass(frozen=True)
class Project:
    """A checkout's outline: `scrapy.cfg`, settings for a replica, `spiders/`."""

    folder: Path

    @classmethod
    def made(cls, folder: Path, lifted: Mapping[str, str] = LIFTED) -> Project:
        """Make one, in which pauses are lifted unless they are to stay as they are shipped."""
        (folder / "spiders").mkdir(parents=True)
        (folder / "spiders" / "__init__.py").touch()
        (folder / "scrapy.cfg").write_text("[settings]\ndefault = on_loopback\n", "utf-8")
        lines = "".join(f"{name} = {value}\n" for name, value in lifted.items())
        (folder / "on_loopback.py").write_text(_SETTINGS + lines, "utf-8")
        return cls(folder)

    def add(self, name: str, text: str) -> Path:
        file = self.folder / "spiders" / f"{name}.py"
        file.write_text(text, "utf-8")
        return file

    def scrapy(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self._run("scrapy", *words)

    def govreports(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self._run("govreports", *words)

    def files(self) -> set[str]:
        """Return the paths of what a person finds in the project, its runtime data aside."""
        found = (path.relative_to(self.folder) for path in self.folder.rglob("*"))
        return {str(path) for path in found if not _is_passing(path.parts)}

    def _run(self, command: str, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(Path(sys.executable).with_name(command)), *words],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            cwd=self.folder,
            env={**env(), "COLUMNS": "200"},
        )


def _is_passing(parts: Iterable[str]) -> bool:
    return any(part in {"data", "__pycache__"} for part in parts)
