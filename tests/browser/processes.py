"""The processes of a crawl and its browser, from /proc."""

from __future__ import annotations

import os
from pathlib import Path

PROC = Path("/proc")
KILOBYTE = 1024


def name(pid: int) -> str:
    """Return a process's name; empty for one that is gone or a zombie."""
    try:
        head, _, tail = (PROC / str(pid) / "stat").read_text().rpartition(")")
    except OSError:
        return ""
    return "" if tail.split()[0] == "Z" else head.partition("(")[2]


def family(pid: int) -> set[int]:
    """Return a process and all its descendants."""
    children: dict[int, list[int]] = {}
    for entry in PROC.glob("[0-9]*/stat"):
        try:
            stat = entry.read_text()
        except OSError:
            continue
        parent = int(stat.rpartition(")")[2].split()[1])
        children.setdefault(parent, []).append(int(entry.parent.name))
    found, waiting = set(), [pid]
    while waiting:
        one = waiting.pop()
        found.add(one)
        waiting += children.get(one, [])
    return found


def pss(pid: int) -> int:
    """Return the memory of a process in bytes, shared pages counted in part; 0 for one gone."""
    try:
        lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) * KILOBYTE for line in lines if line.startswith("Pss:"))


def cpu_seconds(pid: int) -> float:
    """Return the CPU time of a process and of the children it has waited for; 0 for one gone."""
    try:
        fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
