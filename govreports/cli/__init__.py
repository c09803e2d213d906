"""The command `govreports`: one command a file, gathered here."""

from __future__ import annotations

from govreports.cli.app import app
from govreports.cli.check import check
from govreports.cli.crawl import crawl
from govreports.cli.db import db
from govreports.cli.demo import demo
from govreports.cli.detect import detect
from govreports.cli.extract import extract
from govreports.cli.gaps import gaps
from govreports.cli.new import new
from govreports.cli.portals import portals
from govreports.cli.probe import probe
from govreports.cli.schedule import schedule

app.command()(demo)
app.command()(crawl)
app.command()(extract)
app.command()(detect)
app.command()(new)
app.command()(check)
app.command()(portals)
app.command()(gaps)
app.command()(probe)
app.add_typer(schedule)
app.add_typer(db)


def main() -> None:
    """Run the command line; what goes wrong is one line on stderr and exit code 1."""
    app()


__all__ = ["app", "main"]
