"""Files that LibreOffice writes, not we: the same text in each of their formats."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from govreports.attachments.reading import read_file

SECONDS = 240
# There where the word processor is installed, and not only the spreadsheet's.
WRITER = Path("/usr/lib/libreoffice/share/registry/writer.xcd")
TITLE = "金水区二〇二一年法治政府建设年度报告"
PROSE = "一、主要举措。2021年共办理行政复议案件12件，ABC Plain text 100%。"
PAGE = f"""<html><head><meta charset="utf-8"></head><body><h1>{TITLE}</h1><p>{PROSE}</p>
<table border="1"><tr><td>项目</td><td>件数</td></tr><tr><td>行政复议</td><td>12</td></tr></table>
<p>详见<a href="http://www.a.gov.cn/">网址链接</a>。特此报告。</p></body></html>"""
LINES = [TITLE, PROSE, "项目\t件数", "行政复议\t12", "详见网址链接。特此报告。"]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    program = shutil.which("soffice")
    if program is None or not WRITER.exists():
        missing = "libreoffice-writer is not installed here"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    folder = tmp_path_factory.mktemp("office")
    (folder / "a.html").write_text(PAGE, encoding="utf-8")
    for ending in ("doc", "docx", "pdf"):
        command = [program, "--headless", f"-env:UserInstallation=file://{folder}/profile"]
        command += ["--infilter=HTML (StarWriter)", "--convert-to", ending, "--outdir"]
        command += [str(folder), str(folder / "a.html")]
        subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
    return folder


@pytest.mark.long
@pytest.mark.parametrize("ending", ["doc", "docx"])
def test_a_document_reads_line_by_line(office: Path, ending: str) -> None:
    with (office / f"a.{ending}").open("rb") as stream:
        read = read_file(stream)
    assert read.state == "text"
    assert (read.text or "").splitlines() == LINES


@pytest.mark.long
def test_a_pdf_holds_the_same_characters(office: Path) -> None:
    with (office / "a.pdf").open("rb") as stream:
        read = read_file(stream)
    assert read.state == "text"
    assert "".join((read.text or "").split()) == "".join("".join(LINES).split())
