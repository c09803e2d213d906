"""``python -m govreports.replica``: serve portals until stopped.

Once all ports are open, one line of JSON is written to standard output (and to
``--ready-file``): ``{"portals": {name: address}, "control": address}``.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from govreports.replica.bench import bench_portal
from govreports.replica.control import Control
from govreports.replica.places import PLACES
from govreports.replica.portals import ARTICLES, PORTALS, portal
from govreports.replica.server import Server

if TYPE_CHECKING:
    from collections.abc import Sequence

    from govreports.replica.portal import ReplicaPortal


def options() -> argparse.ArgumentParser:
    """Describe the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m govreports.replica",
        description="Serve replica portals on loopback.",
        epilog="example: python -m govreports.replica --portal jinshui --articles 40 --port 8001",
    )
    parser.add_argument(
        "--portal", action="append", choices=sorted(PLACES), help="default: the real places"
    )
    parser.add_argument("--articles", type=int, default=ARTICLES, help="articles of each portal")
    parser.add_argument("--port", type=int, default=0, help="first port; default: any free ones")
    parser.add_argument("--control-port", type=int, default=0, help="default: any free one")
    parser.add_argument("--encoding", choices=("utf-8", "gbk"), default="utf-8")
    parser.add_argument("--dialect", default="", help="of the list or header; see the families")
    parser.add_argument("--per-page", type=int, default=15, help="rows a list request")
    parser.add_argument("--missing", choices=("404", "soft", "home"), default="404")
    parser.add_argument("--delay", type=float, default=0.0, help="seconds before every answer")
    parser.add_argument("--ready-file", type=Path, help="also write the line of JSON here")
    parser.add_argument("--bench", type=int, help="instead: one portal of that many articles")
    parser.add_argument("--size-kb", type=int, default=44, help="page size of --bench, KiB")
    parser.add_argument(
        "--with-parent", action="store_true", help="end when standard input is closed"
    )
    return parser


def chosen(arguments: argparse.Namespace) -> list[ReplicaPortal]:
    """Make the portals that the command line asks for."""
    names = arguments.portal or list(PORTALS)
    if arguments.bench is not None:
        return [bench_portal(arguments.bench, arguments.size_kb, names[0])]
    return [
        portal(
            name,
            arguments.articles,
            encoding=arguments.encoding,
            dialect=arguments.dialect,
            per_page=arguments.per_page,
            missing=arguments.missing,
        )
        for name in names
    ]


def announce(line: str, file: Path | None) -> None:
    """Say that all ports are open."""
    if file is not None:
        # Renamed into place: whoever waits for the file never sees half of it.
        partial = file.with_name(file.name + ".part")
        partial.write_text(line, "utf-8")
        partial.replace(file)
    sys.stdout.write(line)
    sys.stdout.flush()


def wait(*, with_parent: bool) -> None:
    """Wait for SIGTERM or SIGINT, or for the end of standard input."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())
    if with_parent:
        threading.Thread(target=until_closed, args=(stop,), daemon=True).start()
    stop.wait()


def until_closed(stop: threading.Event) -> None:
    """Read standard input to its end, then let the server stop."""
    sys.stdin.read()
    stop.set()


def main(argv: Sequence[str] | None = None) -> int:
    """Serve; returns the exit code."""
    parser = options()
    arguments = parser.parse_args(argv)
    try:
        portals = {portal.name: portal for portal in chosen(arguments)}
    except ValueError as error:
        parser.error(str(error))
    server = Server(delay=arguments.delay)
    ports = range(arguments.port, arguments.port + len(portals)) if arguments.port else None
    urls = {
        name: server.open(portal.respond, ports[number] if ports else 0)
        for number, (name, portal) in enumerate(portals.items())
    }
    control = server.open(Control(portals, urls).respond, arguments.control_port)
    announce(json.dumps({"portals": urls, "control": control}) + "\n", arguments.ready_file)
    wait(with_parent=arguments.with_parent)
    server.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
