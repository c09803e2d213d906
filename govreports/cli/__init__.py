"""The command `govreports`: one command a file, gathered here."""

from __future__ import annotations

import sys

from govreports.cli.app import app
from govreports.cli.archive import archive
from govreports.cli.check import check
from govreports.cli.crawl import crawl
from govreports.cli.db import db
from govreports.cli.demo import demo
from govreports.cli.detect import detect
from govreports.cli.diff import diff
from govreports.cli.export import export
from govreports.cli.extract import extract
from govreports.cli.gaps import gaps
from govreports.cli.history import history
from govreports.cli.merge import merge
from govreports.cli.metrics import metrics
from govreports.cli.new import new
from govreports.cli.portals import portals
from govreports.cli.probe import probe
from govreports.cli.reparse import reparse
from govreports.cli.schedule import schedule
from govreports.cli.split import split
from govreports.cli.status import status
from govreports.cli.tables import tables
from govreports.places import project_directory

app.command()(demo)
app.command()(crawl)
app.command()(extract)
app.command()(tables)
app.command()(detect)
app.command()(new)
app.command()(check)
app.command()(portals)
app.command()(status)
app.command()(metrics)
app.command()(gaps)
app.command()(probe)
app.command()(export)
app.command()(reparse)
app.command()(history)
app.command()(diff)
app.command()(merge)
app.command()(split)
app.add_typer(schedule)
app.add_typer(db)
app.add_typer(archive)


def main() -> None:
    """Run the command line; what goes wrong is one line on stderr and exit code 1."""
    # As `scrapy` does: the project's own `spiders` come before any installed one.
    sys.path.insert(0, str(project_directory()))
    app()


__all__ = ["app", "main"]
