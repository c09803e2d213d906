from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from govreports.difference import FieldChange, Passage, difference, sentences
from govreports.records import Report

OLD = Report("p", "u", "报告", body="第一句。第二句。\n第三句。", version=1, content_hash="n1:a")


def test_sentences_keep_every_character() -> None:
    body = "一。二！三？四；五\n六"
    assert sentences(body) == ["一。", "二！", "三？", "四；", "五\n", "六"]
    assert "".join(sentences(body)) == body


def test_equal_versions_differ_in_nothing() -> None:
    found = difference(OLD, replace(OLD, version=2, fetched_at=datetime(2026, 1, 1, tzinfo=UTC)))
    assert found.fields == ()
    assert found.changed_passages == ()


def test_a_changed_field_shows_both_values() -> None:
    found = difference(OLD, replace(OLD, validity="废止"))
    assert found.fields == (FieldChange("validity", None, "废止"),)


def test_an_edited_sentence_is_deleted_and_inserted_and_its_neighbours_are_kept() -> None:
    found = difference(OLD, replace(OLD, body="第一句。第二句改了。\n第三句。"))
    assert found.body == (
        Passage("kept", "第一句。"),
        Passage("deleted", "第二句。"),
        Passage("inserted", "第二句改了。"),
        Passage("kept", "\n第三句。"),
    )


def test_kept_and_deleted_give_the_old_body_kept_and_inserted_the_new() -> None:
    new = replace(OLD, body="新的开头。第一句。\n第三句。尾。")
    found = difference(OLD, new)
    old_text = "".join(p.text for p in found.body if p.kind != "inserted")
    new_text = "".join(p.text for p in found.body if p.kind != "deleted")
    assert (old_text, new_text) == (OLD.body, new.body)


def test_a_body_that_was_only_an_image_before_is_all_inserted() -> None:
    found = difference(replace(OLD, body=None), OLD)
    assert [passage.kind for passage in found.body] == ["inserted"]
