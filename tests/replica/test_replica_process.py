from __future__ import annotations

import json
import signal
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from govreports.replica.__main__ import announce, main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    Process = subprocess.Popen[str]


@contextmanager
def replica(*arguments: str) -> Iterator[tuple[Process, dict[str, Any]]]:
    command = [sys.executable, "-m", "govreports.replica", "--with-parent", *arguments]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            yield process, json.loads(process.stdout.readline())
        finally:
            process.kill()


def fetch(url: str, body: bytes | None = None) -> bytes:
    with urllib.request.urlopen(url, body, timeout=5) as response:  # noqa: S310 - loopback
        data: bytes = response.read()
        return data


def test_a_process_serves_what_it_announces_and_ends_with_its_parent(tmp_path: Path) -> None:
    ready = tmp_path / "ready.json"
    with replica(
        "--portal", "jinshui", "--portal", "leping", "--articles", "5", "--ready-file", str(ready)
    ) as (process, announced):
        assert set(announced["portals"]) == {"jinshui", "leping"}
        assert json.loads(ready.read_text("utf-8")) == announced
        for url in announced["portals"].values():
            assert b"</html>" in fetch(url)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(10) == 0


def test_another_process_can_change_an_article() -> None:
    with replica("--portal", "xinmi", "--articles", "4") as (process, announced):
        control, portal = announced["control"], announced["portals"]["xinmi"]
        keys = json.loads(fetch(f"{control}__replica__/keys?portal=xinmi"))
        key, path = next(iter(keys.items()))
        before = fetch(portal + path[1:])
        change = json.dumps({"portal": "xinmi", "key": key}).encode()
        fetch(f"{control}__replica__/edit", change)
        assert fetch(portal + path[1:]) != before
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0


def test_a_bench_has_as_many_articles_as_asked_for() -> None:
    with replica("--bench", "7", "--size-kb", "20") as (_, announced):
        keys = json.loads(fetch(announced["control"] + "__replica__/keys?portal=jinshui"))
        assert len(keys) == 7


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--portal", "nowhere"], "invalid choice: 'nowhere'"),
        (["--portal", "jinshui", "--dialect", "cards"], "has no dialect 'cards'"),
        (["--articles", "99999"], "no 99999 different titles"),
    ],
)
def test_wrong_usage_says_what_is_wrong_and_ends_with_2(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert words in capsys.readouterr().err


def test_help_has_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--help"])
    assert stopped.value.code == 0
    assert "example: python -m govreports.replica" in capsys.readouterr().out


def test_a_ready_file_is_never_seen_in_part(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    announce("{}\n", tmp_path / "ready")
    assert [path.name for path in tmp_path.iterdir()] == ["ready"]
    assert capsys.readouterr().out == "{}\n"
