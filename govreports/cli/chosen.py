"""The portals that a command names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from govreports.cli.app import errors, fail

if TYPE_CHECKING:
    from collections.abc import Iterable

    from govreports.definitions import Fault
    from govreports.registry import PortalLoader


def insist(name: str, loader: PortalLoader) -> None:
    """Exit with 1 where there is no portal of that name, or its file breaks the rules."""
    if name in loader.broken:
        show_faults(loader.broken[name])
        raise typer.Exit(1)
    if name not in loader.spiders:
        fail(f"there is no portal {name!r}", "see the list: govreports portals")


def show_faults(faults: Iterable[Fault]) -> None:
    """Say what is wrong with portals' files, a line each on stderr."""
    for fault in faults:
        errors.print(str(fault), markup=False, soft_wrap=True)
