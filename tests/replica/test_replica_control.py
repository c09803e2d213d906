from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from govreports.replica.control import CHANGES, Control
from govreports.replica.portals import jinshui, tianshan
from govreports.replica.shelf import Shelf

if TYPE_CHECKING:
    from govreports.replica.portal import ReplicaPortal

URLS = {"jinshui": "http://127.0.0.1:8001/", "tianshan": "http://127.0.0.1:8002/"}


@pytest.fixture
def portals() -> dict[str, ReplicaPortal]:
    return {"jinshui": jinshui(6), "tianshan": tianshan(4)}


@pytest.fixture
def control(portals: dict[str, ReplicaPortal]) -> Control:
    return Control(portals, URLS)


def post(control: Control, change: str, **arguments: object) -> tuple[int, Any]:
    body = json.dumps({"portal": "jinshui", **arguments}).encode()
    answer = control.respond("POST", f"/__replica__/{change}", {}, body)
    return answer.status, json.loads(answer.body)


def get(control: Control, question: str) -> tuple[int, Any]:
    answer = control.respond("GET", f"/__replica__/{question}", {}, b"")
    return answer.status, json.loads(answer.body)


def test_a_change_is_done_and_the_list_answered(
    control: Control, portals: dict[str, ReplicaPortal]
) -> None:
    key = portals["jinshui"].listed[0]
    status, answer = post(control, "drop", key=key)
    assert status == 200
    assert answer["listed"] == list(portals["jinshui"].listed)
    assert key not in answer["listed"]


def test_what_a_change_returns_is_answered(control: Control) -> None:
    _, answer = post(control, "copy", key="jinshui-0001")
    assert answer["result"].startswith("jinshui-0001-copy")


def test_a_field_can_be_edited_from_outside(
    control: Control, portals: dict[str, ReplicaPortal]
) -> None:
    status, _ = post(control, "edit", key="jinshui-0002", title="=cmd()")
    assert status == 200
    assert portals["jinshui"].truth("jinshui-0002").title == "=cmd()"


@pytest.mark.parametrize("change", sorted(CHANGES))
def test_every_change_is_one_of_the_shelfs(change: str) -> None:
    assert callable(getattr(Shelf, change))


def test_changes_of_the_column_need_no_key(
    control: Control, portals: dict[str, ReplicaPortal]
) -> None:
    assert post(control, "remove_column")[0] == 200
    assert post(control, "break_listing", fault="empty")[0] == 200
    assert portals["jinshui"].has_column is False
    assert portals["jinshui"].fault == "empty"


def test_the_truth_is_told_below_the_addresses_served(control: Control) -> None:
    status, truth = get(control, "truth?portal=tianshan")
    assert status == 200
    assert len(truth) == 4
    assert all(report["url"].startswith(URLS["tianshan"]) for report in truth.values())


def test_the_truth_is_told_below_another_base_where_one_is_given(control: Control) -> None:
    _, truth = get(control, "truth?portal=jinshui&base=https://example.org/")
    assert all(report["url"].startswith("https://example.org/") for report in truth.values())


def test_dates_of_the_truth_are_iso_8601(control: Control) -> None:
    _, truth = get(control, "truth?portal=tianshan")
    for report in truth.values():
        assert len(report["published_on"]) == 10
        assert report["published_at"].endswith("+08:00")


def test_portals_keys_history_and_log_can_be_asked_for(
    control: Control, portals: dict[str, ReplicaPortal]
) -> None:
    portals["jinshui"].respond("GET", "/")
    assert get(control, "portals") == (200, URLS)
    _, keys = get(control, "keys?portal=jinshui")
    assert keys == {key: portals["jinshui"].path(key) for key in portals["jinshui"].listed}
    _, history = get(control, "history?portal=jinshui")
    assert [event["action"] for event in history] == ["publish"]
    _, log = get(control, "log?portal=jinshui")
    assert [(hit["method"], hit["target"]) for hit in log] == [("GET", "/")]


@pytest.mark.parametrize(
    ("change", "arguments", "words"),
    [
        ("explode", {}, "no change 'explode'"),
        ("drop", {"key": "nobody"}, "KeyError"),
        ("drop", {}, "TypeError"),
        ("drop", {"portal": "nowhere", "key": "x"}, "nowhere"),
        ("edit", {"key": "jinshui-0001", "colour": "red"}, "colour"),
        ("edit_back", {"key": "jinshui-0001"}, "has not been edited"),
        ("log", {}, "no change 'log'"),
        ("__init__", {}, "no change '__init__'"),
    ],
)
def test_a_change_that_cannot_be_done_is_refused_with_words(
    control: Control, change: str, arguments: dict[str, str], words: str
) -> None:
    status, answer = post(control, change, **arguments)
    assert status == 400
    assert words in answer["error"]


def test_a_body_that_is_no_json_is_refused(control: Control) -> None:
    answer = control.respond("POST", "/__replica__/drop", {}, b"not json")
    assert answer.status == 400
    assert "JSONDecodeError" in json.loads(answer.body)["error"]


@pytest.mark.parametrize("question", ["colour?portal=jinshui", "truth", "keys?portal=nowhere"])
def test_a_question_that_has_no_answer_is_refused(control: Control, question: str) -> None:
    assert get(control, question)[0] == 400
