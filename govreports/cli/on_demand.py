"""Commands that are imported when somebody asks for them: none pays for all the others."""

from __future__ import annotations

from collections import UserDict
from importlib import import_module
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperGroup

if TYPE_CHECKING:
    from collections.abc import Iterable

# In the order in which the help lists them. Each is a module beside this one, with a function
# or a group of commands of its name.
NAMES = (
    "demo", "crawl", "extract", "tables", "detect", "new", "check", "portals", "status", "metrics",
    "gaps", "probe", "export", "reparse", "history", "diff", "merge", "split", "schedule", "egg",
    "db", "archive",
)  # fmt: skip


class OnDemand(TyperGroup):
    """The group of all commands."""

    def __init__(self, **attributes: Any) -> None:
        """Know the commands' names."""
        super().__init__(**attributes)
        self.commands = _Commands(NAMES)

    def list_commands(self, ctx: object) -> list[str]:  # noqa: ARG002 - the library's signature
        """Return the names, without importing anything."""
        return list(self.commands)


class _Commands(UserDict[str, Any]):
    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(dict.fromkeys(names))

    def __getitem__(self, name: str) -> Any:
        if self.data[name] is None:
            self.data[name] = _imported(name)
        return self.data[name]


def _imported(name: str) -> Any:
    found = getattr(import_module(f"govreports.cli.{name}"), name)
    if not isinstance(found, typer.Typer):
        alone = typer.Typer(
            add_completion=False, rich_markup_mode="rich", pretty_exceptions_enable=False
        )
        alone.command(name)(found)
        found = alone
    return typer.main.get_command(found)
