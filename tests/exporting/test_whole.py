from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from govreports.exporting.whole import staged

if TYPE_CHECKING:
    from pathlib import Path


def test_files_appear_together_at_the_end(tmp_path: Path) -> None:
    with staged(tmp_path, ["a.csv", "b.json"]) as place:
        (place / "a.csv").write_text("甲", encoding="utf-8")
        (place / "b.json").write_text("乙", encoding="utf-8")
        assert not [file for file in tmp_path.iterdir() if file.is_file()]
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.csv", "b.json"]
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "甲"


def test_a_file_of_that_name_stays_until_the_new_one_is_whole(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("old", encoding="utf-8")
    with staged(tmp_path, ["a.csv"]) as place:
        (place / "a.csv").write_text("new", encoding="utf-8")
        assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "old"
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "new"


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_what_is_interrupted_leaves_the_folder_as_it_was(
    tmp_path: Path, error: type[BaseException]
) -> None:
    (tmp_path / "a.csv").write_text("old", encoding="utf-8")

    def interrupted() -> None:
        with staged(tmp_path, ["a.csv"]) as place:
            (place / "a.csv").write_text("half", encoding="utf-8")
            raise error

    with pytest.raises(error):
        interrupted()
    assert [file.name for file in tmp_path.iterdir()] == ["a.csv"]
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == "old"


def test_a_file_that_was_not_written_keeps_the_others_back(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError), staged(tmp_path, ["a.csv", "b.csv"]) as place:
        (place / "a.csv").touch()
    assert list(tmp_path.iterdir()) == []
