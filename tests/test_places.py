from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.settings import Settings
from scrapy.utils.conf import closest_scrapy_cfg
from scrapy.utils.project import get_project_settings

from govreports import places

if TYPE_CHECKING:
    import pytest

ROOT = Path(__file__).parent.parent


def test_data_lies_beside_scrapy_cfg_whatever_the_current_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("GOVREPORTS_DATA_DIR", raising=False)
    monkeypatch.chdir(ROOT / "govreports" / "store")
    assert places.data_directory() == ROOT / "data"


def test_the_environment_names_another_data_directory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GOVREPORTS_DATA_DIR", str(tmp_path / "elsewhere"))
    assert places.data_directory() == tmp_path / "elsewhere"


def test_a_relative_data_directory_is_relative_to_scrapy_cfg(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GOVREPORTS_DATA_DIR", "other")
    monkeypatch.chdir(ROOT / "tests")
    assert places.data_directory() == ROOT / "other"


def test_the_store_is_sqlite_in_the_data_directory_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("GOVREPORTS_DATABASE_URL", raising=False)
    assert places.stated_database() == ""
    settings = Settings({"GOVREPORTS_DATA_DIR": str(tmp_path), "GOVREPORTS_DATABASE_URL": ""})
    assert places.database_url(settings) == f"sqlite:///{tmp_path / 'govreports.db'}"
    monkeypatch.setenv("GOVREPORTS_DATABASE_URL", "postgresql+psycopg://h/g")
    settings.set("GOVREPORTS_DATABASE_URL", places.stated_database())
    assert places.database_url(settings) == "postgresql+psycopg://h/g"


def test_a_checkout_is_no_egg() -> None:
    assert not places.packed()


def test_archive_and_exports_live_below_the_data_directory(tmp_path: Path) -> None:
    assert places.archive_directory(tmp_path) == tmp_path / "archive"
    assert places.exports_directory(str(tmp_path)) == tmp_path / "exports"


def test_the_contact_is_what_the_environment_says_or_an_honest_word(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GOVREPORTS_CONTACT", "me@example.org")
    assert places.contact() == "me@example.org"
    monkeypatch.delenv("GOVREPORTS_CONTACT")
    assert "GOVREPORTS_CONTACT" in places.contact()


def test_outside_a_project_the_current_folder_counts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert places.project_directory() == tmp_path


def test_the_project_is_the_folder_that_scrapy_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "govreports" / "store")
    assert places.project_directory() == Path(closest_scrapy_cfg()).parent


def test_the_projects_settings_are_those_that_scrapy_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT / "tests")
    monkeypatch.delenv("SCRAPY_SETTINGS_MODULE", raising=False)
    stated = {name: value for name, value in places.project_settings().items() if name.isupper()}
    scrapys = get_project_settings()
    assert stated["SPIDER_MODULES"] == ["spiders"]
    assert stated == {name: scrapys[name] for name in stated}


def test_another_projects_settings_are_those_that_scrapy_takes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    name = f"settings_of_{tmp_path.name.replace('-', '_')}"
    (tmp_path / f"{name}.py").write_text('GOVREPORTS_DATA_DIR = "/srv/own"\n', "utf-8")
    (tmp_path / "scrapy.cfg").write_text(f"[settings]\ndefault = {name}\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delenv("SCRAPY_SETTINGS_MODULE", raising=False)
    assert places.project_settings()["GOVREPORTS_DATA_DIR"] == "/srv/own"
    # Scrapy notes in the environment what it finds in scrapy.cfg.
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", name)
    assert places.project_settings()["GOVREPORTS_DATA_DIR"] == "/srv/own"
    assert get_project_settings()["GOVREPORTS_DATA_DIR"] == "/srv/own"
    monkeypatch.setenv("SCRAPY_SETTINGS_MODULE", "govreports.settings")
    assert places.project_settings()["BOT_NAME"] == "govreports"


def test_outside_a_project_govreports_own_settings_hold(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SCRAPY_SETTINGS_MODULE", raising=False)
    assert places.project_settings()["BOT_NAME"] == "govreports"
