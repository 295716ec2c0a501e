"""A project as a whole: oletools lists every module with its source, and so does our own reader."""

from __future__ import annotations

import io
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import olefile
import pytest

from tests.vba.independent import decompressed, module_sources
from xl_tools.refusal import Refusal
from xl_tools.vba.compression import compress
from xl_tools.vba.encryption import decrypt
from xl_tools.vba.project import Kind, Module, write_project
from xl_tools.vba.reading import _sources, read_project

PING = "Public Sub Ping()\n    Beep\nEnd Sub\n"
MODULES = (
    Module("ThisWorkbook", "", "workbook"),
    Module("Sheet1", "", "worksheet"),
    Module("gk_ping", PING),
    Module("Figure", "Public Value As Double\n", "class"),
)
PROJECT = write_project(MODULES)
SUFFIXES = {"standard": "bas", "class": "cls", "workbook": "cls", "worksheet": "cls"}


def stream(path: str) -> bytes:
    with olefile.OleFileIO(io.BytesIO(PROJECT), raise_defects=olefile.DEFECT_UNSURE) as file:
        assert file.parsing_issues == []
        return file.openstream(path).read()


def sources_in(directory: bytes) -> list[tuple[str, str]]:
    """What the reader makes of the project with another directory."""
    streams = {f"VBA/{name}": stream(f"VBA/{name}") for name in (m.name for m in MODULES)}
    return list(_sources({**streams, "VBA/dir": compress(directory)}))


def properties() -> list[str]:
    return stream("PROJECT").decode("ascii").split("\r\n")


# ---- the modules -------------------------------------------------------------------------


def test_oletools_lists_every_module_with_its_source() -> None:
    found = module_sources(PROJECT)
    assert list(found) == [f"{module.name}.{SUFFIXES[module.kind]}" for module in MODULES]
    assert found["gk_ping.bas"].replace("\r\n", "\n").endswith(PING)


def test_our_own_reader_lists_the_same() -> None:
    theirs = {
        name.partition(".")[0]: source.replace("\r\n", "\n")
        for name, source in module_sources(PROJECT).items()
    }
    assert read_project(PROJECT) == theirs


@pytest.mark.parametrize("page", [10000, 10008, 936, 1252])
def test_code_pages_of_windows_and_of_the_mac_are_read(page: int) -> None:
    directory = decompressed(stream("VBA/dir"))
    record = b"\x03\x00\x02\x00\x00\x00"
    old = directory[directory.index(record) :][: len(record) + 2]
    new = directory.replace(old, record + page.to_bytes(2, "little"), 1)
    assert [source for _, source in sources_in(new)] == list(read_project(PROJECT).values())


@pytest.mark.parametrize(
    ("module", "attribute"),
    [
        ("gk_ping", 'Attribute VB_Name = "gk_ping"'),
        ("ThisWorkbook", 'Attribute VB_Base = "0{00020819-0000-0000-C000-000000000046}"'),
        ("Sheet1", 'Attribute VB_Base = "0{00020820-0000-0000-C000-000000000046}"'),
        ("Sheet1", "Attribute VB_PredeclaredId = True"),
        ("Figure", "Attribute VB_PredeclaredId = False"),
    ],
)
def test_a_module_says_what_kind_it_is(module: str, attribute: str) -> None:
    assert attribute in read_project(PROJECT)[module].splitlines()


def test_lines_end_as_windows_ends_them() -> None:
    source = decompressed(stream("VBA/gk_ping"))
    assert source.count(b"\r\n") == source.count(b"\n") == 4


# ---- what stands around them -------------------------------------------------------------


def test_each_module_is_declared_in_the_properties() -> None:
    assert properties()[1:5] == [
        "Document=ThisWorkbook/&H00000000",
        "Document=Sheet1/&H00000000",
        "Module=gk_ping",
        "Class=Figure",
    ]


def test_nothing_is_protected() -> None:
    values = dict(line.split("=", 1) for line in properties() if "=" in line)
    found = {
        name: decrypt(values["ID"].strip('"'), values[name].strip('"'))
        for name in ("CMG", "DPB", "GC")
    }
    assert found == {"CMG": bytes(4), "DPB": b"\x00", "GC": b"\xff"}


def test_there_is_no_performance_cache() -> None:
    assert stream("VBA/_VBA_PROJECT") == bytes.fromhex("cc61ffff000000")


def test_there_is_no_reference() -> None:
    """REFERENCENAME is record 0x0016; its absence is what a workbook without references has."""
    directory = decompressed(stream("VBA/dir"))
    assert b"\x16\x00\x06\x00\x00\x00" not in directory
    assert b"*\\G{" not in directory


def test_names_stand_in_both_encodings() -> None:
    names = b"gk_ping\0" + "gk_ping\0".encode("utf-16-le")
    assert names in stream("PROJECTwm")


def test_the_same_source_gives_the_same_bytes_and_another_source_another_id() -> None:
    assert write_project(MODULES) == PROJECT
    other = write_project([*MODULES[:2], Module("gk_ping", "'" + PING), MODULES[3]])
    assert properties()[0].encode() in PROJECT
    assert properties()[0].encode() not in other


# ---- what is refused ---------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["standard", "class", "workbook", "worksheet"])
def test_source_that_is_not_ascii_is_refused_with_module_and_line(kind: Kind) -> None:
    with pytest.raises(Refusal, match="gk_text 第 2 行"):
        write_project([Module("gk_text", 'Sub A()\nMsgBox "校验"\nEnd Sub', kind)])


def test_modules_that_differ_in_case_alone_are_refused() -> None:
    with pytest.raises(Refusal, match="gk_ping"):
        write_project([*MODULES, Module("GK_Ping", "")])


WITHOUT_DIRECTORY = PROJECT.replace("dir".encode("utf-16-le"), "die".encode("utf-16-le"))


@pytest.mark.parametrize("damaged", [b"", PROJECT[:1000], WITHOUT_DIRECTORY])
def test_a_damaged_project_is_refused(damaged: bytes) -> None:
    with pytest.raises(Refusal, match="宏读不出来"):
        read_project(damaged)


# ---- what others made --------------------------------------------------------------------

XLWINGS = sorted(Path(str(distribution("xlwings").locate_file("xlwings"))).glob("*.xl[as]m"))


@pytest.mark.parametrize("book", XLWINGS, ids=lambda book: book.name)
def test_a_project_that_another_program_saved_is_read(book: Path) -> None:
    project = zipfile.ZipFile(book).read("xl/vbaProject.bin")
    theirs = {name.rpartition(".")[0]: code for name, code in module_sources(project).items()}
    ours = read_project(project)
    assert {name: ours[name].split() for name in theirs} == {
        name: code.split() for name, code in theirs.items()
    }
