"""Document -> PDF: our Word file as LibreOffice prints it, tagged, with its fonts."""

from __future__ import annotations

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

from xl_tools.document.blocks import Document
from xl_tools.document.docx import write_docx
from xl_tools.document.fonts import FAMILIES, stand_ins
from xl_tools.document.wordml import escaped
from xl_tools.libreoffice.install import find_office
from xl_tools.refusal import Refusal

MARK: Final = b"% xl-tools/pdf/1 "
END: Final = b"startxref"
SECONDS: Final = 120.0
ELSEWHERE: Final = "请先写成 .docx，用 Word 或 WPS 打开后另存为 PDF"
# LibreOffice 7.4 drops punctuation that hangs over the end of a justified line when it prints; the
# same text with the punctuation inside the line loses nothing.
HANGING, INSIDE = b'punctuation-wrap="hanging"', b'punctuation-wrap="simple"'
FILTER: Final = "writer_pdf_Export"
OPTIONS: Final = {
    "UseTaggedPDF": {"type": "boolean", "value": "true"},
    "ExportBookmarks": {"type": "boolean", "value": "true"},
    "EmbedStandardFonts": {"type": "boolean", "value": "true"},
}
SYSTEM_FONTS: Final = "/etc/fonts/fonts.conf"
OWN_FONTS: Final = ".cache/xl-tools/fonts"


def write_pdf(document: Document) -> bytes:
    """The document as a PDF; Refusal where there is no LibreOffice or it does not manage."""
    program = _program()
    docx = write_docx(document)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "report.docx").write_bytes(docx)
        flat = _converted(program, folder, "report.docx", "fodt", "fodt")
        flat.write_bytes(flat.read_bytes().replace(HANGING, INSIDE))
        kind = f"pdf:{FILTER}:{json.dumps(OPTIONS)}"
        return marked(_converted(program, folder, "report.fodt", kind, "pdf").read_bytes())


def marked(pdf: bytes) -> bytes:
    """The file with a remark that tells it from one that was changed since."""
    before, end, after = pdf.rpartition(END)
    return before + MARK + _checksum(before, after) + b"\n" + end + after


def is_untouched_pdf(pdf: bytes) -> bool:
    """Did we write the file, and has nobody changed it since?"""
    before, end, after = pdf.rpartition(END)
    body, mark, said = before.rpartition(MARK)
    return bool(end and mark) and said.strip() == _checksum(body, after)


def _checksum(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).hexdigest().encode()


# ---- LibreOffice -------------------------------------------------------------------------


def _program() -> Path:
    office = find_office()
    names = ("soffice.exe", "soffice", "../MacOS/soffice")
    places = [office.program / name for name in names] if office else []
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise Refusal(
            "写 PDF 要用 LibreOffice，这台电脑上没有装", f"{ELSEWHERE}；或装上 LibreOffice 再试"
        )
    return found


def _converted(program: Path, folder: Path, source: str, kind: str, ending: str) -> Path:
    """The file that LibreOffice makes of another, in a profile that nobody else uses."""
    profile = (folder / "profile").as_uri()
    made = (folder / source).with_suffix(f".{ending}")
    command = [
        str(program), f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nologo",
        "--nodefault", "--nofirststartwizard", "--convert-to", kind, "--outdir", str(folder),
        str(folder / source),
    ]  # fmt: skip
    said = _run(command, folder)
    if not made.is_file():
        raise Refusal("LibreOffice 没有做出 PDF", f"{ELSEWHERE}（它说：{said or '什么也没说'}）")
    return made


def _run(command: list[str], folder: Path) -> str:
    """Run it to its end, or end it; the last line of what it said."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=_environment(folder),
            start_new_session=True,
        )
    except OSError as error:
        raise Refusal("LibreOffice 启动不了", f"{ELSEWHERE}（{error.strerror}）") from None
    try:
        output, _ = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        _end(process)
        raise Refusal(f"LibreOffice {SECONDS:.0f} 秒还没有做完", ELSEWHERE) from None
    lines = output.decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else ""


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it with all it started: soffice is a script that starts the real program."""
    with suppress(OSError):
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def _environment(folder: Path) -> dict[str, str]:
    """Without the settings of our own Python; with fonts that stand in for those not installed."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL"))}
    if sys.platform in ("win32", "darwin"):
        return kept
    fonts = folder / "fonts.conf"
    fonts.write_text(font_rules(kept.get("FONTCONFIG_FILE", SYSTEM_FONTS), folder), "utf-8")
    return kept | {"FONTCONFIG_FILE": str(fonts)}


def font_rules(system: str, folder: Path) -> str:
    """The rules of fontconfig: those of the system, and who stands in for whom."""
    # Only of the first name: what is put behind it must not bring in stand-ins of its own.
    rules = "".join(
        f'<match><test name="family" qual="first"><string>{escaped(name)}</string></test>'
        '<edit name="family" mode="append" binding="same">'
        + "".join(f"<string>{escaped(other)}</string>" for other in stand_ins(name)[1:])
        + "</edit></match>"
        for name in dict.fromkeys(name for family in FAMILIES for name in family)
    )
    own = Path.home() / OWN_FONTS
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">{escaped(system)}</include><dir>{escaped(str(own))}</dir>'
        f"<cachedir>{escaped(str(folder / 'fonts'))}</cachedir>{rules}</fontconfig>"
    )


def pages_in(pdf: bytes) -> int:
    """How many pages it has."""
    return len(re.findall(rb"/Type/Page(?!s)", pdf))
