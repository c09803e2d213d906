"""What a portal's file concedes to its server's TLS, and to no other's."""

from __future__ import annotations

from scrapy.settings import Settings

from govreports import settings as ours
from govreports.fetching.tls import CipherString, concede
from govreports.spider import PortalSpider


def conceded(*concessions: str) -> Settings:
    settings = Settings()
    settings.setmodule(ours, priority="project")
    concede(settings, concessions)
    return settings


def test_without_a_concession_certificates_are_checked_and_nothing_is_lowered() -> None:
    settings = conceded()
    assert settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
    assert settings["DOWNLOAD_TLS_MIN_VERSION"] is None
    assert settings["DOWNLOADER_CLIENT_TLS_CIPHERS"] == "DEFAULT"


def test_old_lowers_protocol_and_level_and_still_checks_certificates() -> None:
    settings = conceded("old")
    assert settings["DOWNLOAD_TLS_MIN_VERSION"] == "TLSv1.0"
    assert settings["DOWNLOADER_CLIENT_TLS_CIPHERS"].endswith("@SECLEVEL=0")
    assert settings.getwithbase("DOWNLOAD_HANDLERS")["https"].endswith("OldTlsHandler")
    assert settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")


def test_unverified_leaves_out_the_check_and_nothing_else() -> None:
    settings = conceded("unverified")
    assert not settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
    assert settings["DOWNLOADER_CLIENT_TLS_CIPHERS"] == "DEFAULT"


def test_the_command_line_goes_before_the_portals_file() -> None:
    settings = Settings()
    settings.set("DOWNLOAD_VERIFY_CERTIFICATES", "1", priority="cmdline")
    concede(settings, ["unverified"])
    assert settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")


def test_a_portals_file_states_it() -> None:
    class Old(PortalSpider):
        name = "old"
        tls = ("old", "unverified")

    settings = conceded()
    Old.update_settings(settings)
    assert settings["DOWNLOAD_TLS_MIN_VERSION"] == "TLSv1.0"
    assert not settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
    assert PortalSpider.tls == ()


def test_the_security_level_reaches_openssl() -> None:
    string = CipherString("DEFAULT:@SECLEVEL=0")
    assert ":".join(cipher.fullName for cipher in string.selectCiphers([])) == string.fullName
