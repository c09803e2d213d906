"""The command `govreports`: one command a file, gathered in :mod:`govreports.cli.on_demand`."""

from __future__ import annotations

import sys

from govreports.cli.app import app
from govreports.places import project_directory


def main() -> None:
    """Run the command line; what goes wrong is one line on stderr and exit code 1."""
    # As `scrapy` does: the project's own `spiders` come before any installed one.
    sys.path.insert(0, str(project_directory()))
    app()


__all__ = ["app", "main"]
