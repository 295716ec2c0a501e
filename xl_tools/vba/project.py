"""Modules of VBA source -> vbaProject.bin ([MS-OVBA] 2.3).

No performance cache is written: a writer must not, and Excel then compiles from the source. There
are no references either, so none can be missing on a machine. The bytes depend on the source alone.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Sequence
from typing import Final, Literal

from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal
from xl_tools.vba.compression import compress
from xl_tools.vba.container import write_container
from xl_tools.vba.encryption import encrypt

Kind = Literal["standard", "class", "workbook", "worksheet"]

NAME: Final = "VBAProject"
# The header alone, with the version that a writer must give (2.3.4.1).
CACHE: Final = bytes.fromhex("cc61ffff000000")
CODE_PAGE, ENCODING = 1252, "ascii"
LOCALE: Final = 0x0409
SEED: Final = 0x8D  # any value will do
# What a project protects when it protects nothing: no lock, no password, and it is visible.
PROTECTION: Final = (("CMG", bytes(4)), ("DPB", b"\x00"), ("GC", b"\xff"))
EDITOR: Final = "&H00000001={3832D640-CF90-11CF-8E43-00A0C911005A};VBE;&H00000000"
BASE: Final = {
    "workbook": "0{00020819-0000-0000-C000-000000000046}",
    "worksheet": "0{00020820-0000-0000-C000-000000000046}",
}


class Module(NamedTuple):
    """One module: its name, its source without the head that the VBA editor hides, its kind."""

    name: str
    source: str
    kind: Kind = "standard"


def write_project(modules: Sequence[Module]) -> bytes:
    """The project as a compound file. Refuses source that is not ASCII."""
    _refuse_twins(modules)
    sources = [_encoded(module) for module in modules]
    vba = {module.name: compress(source) for module, source in zip(modules, sources, strict=True)}
    vba["_VBA_PROJECT"] = CACHE
    vba["dir"] = compress(_directory(modules))
    return write_container(
        {
            "VBA": vba,
            "PROJECT": _properties(modules, _project_id(sources)),
            "PROJECTwm": _name_map(modules),
        }
    )


def _refuse_twins(modules: Sequence[Module]) -> None:
    """VBA does not tell names apart by case."""
    names = [module.name.lower() for module in modules]
    twins = sorted({name for name in names if names.count(name) > 1})
    if twins:
        raise Refusal(f"宏模块重名：{'、'.join(twins)}", "请改名")


def _project_id(sources: Sequence[bytes]) -> str:
    """A GUID that stays the same as long as the source does."""
    digest = hashlib.sha256(b"\0".join(sources)).hexdigest().upper()
    parts = digest[:8], digest[8:12], digest[12:16], digest[16:20], digest[20:32]
    return f"{{{'-'.join(parts)}}}"


# ---- source ------------------------------------------------------------------------------


def _encoded(module: Module) -> bytes:
    lines = [*_head(module), *module.source.splitlines()]
    for number, line in enumerate(module.source.splitlines(), 1):
        if not line.isascii():
            raise Refusal(
                f"宏模块 {module.name} 第 {number} 行有 ASCII 以外的字符",
                "中文请放在单元格里或 Python 里",
            )
    return "".join(f"{line}\r\n" for line in lines).encode(ENCODING)


def _head(module: Module) -> list[str]:
    """The attributes that the VBA editor hides; they tell Excel what kind of module it is."""
    attributes = {"VB_Name": f'"{module.name}"'}
    if module.kind in BASE:
        attributes |= {
            "VB_Base": f'"{BASE[module.kind]}"',
            "VB_GlobalNameSpace": "False",
            "VB_Creatable": "False",
            "VB_PredeclaredId": "True",
            "VB_Exposed": "True",
            "VB_TemplateDerived": "False",
            "VB_Customizable": "True",
        }
    elif module.kind == "class":
        attributes |= {
            "VB_GlobalNameSpace": "False",
            "VB_Creatable": "False",
            "VB_PredeclaredId": "False",
            "VB_Exposed": "False",
        }
    return [f"Attribute {name} = {value}" for name, value in attributes.items()]


# ---- the stream dir ----------------------------------------------------------------------


def _directory(modules: Sequence[Module]) -> bytes:
    """Information on the project, then on each module (2.3.4.2)."""
    project = (
        _record(0x01, _long(1)),  # made for 32-bit Windows, as Excel itself says on any
        _record(0x02, _long(LOCALE)),
        _record(0x14, _long(LOCALE)),
        _record(0x03, _short(CODE_PAGE)),
        _record(0x04, NAME.encode(ENCODING)),
        _twice(0x05, 0x40, ""),  # description
        _record(0x06, b"") + _record(0x3D, b""),  # help files
        _record(0x07, _long(0)),  # help context
        _record(0x08, _long(0)),  # library flags
        struct.pack("<HIIH", 0x09, 4, 1, 0),  # version 1.0; its length leaves out the last two
        _twice(0x0C, 0x3C, ""),  # constants for conditional compilation
        _record(0x0F, _short(len(modules))),
        _record(0x13, _short(0xFFFF)),
    )
    return b"".join([*project, *map(_module_records, modules), _record(0x10, b"")])


def _module_records(module: Module) -> bytes:
    return b"".join(
        (
            _twice(0x19, 0x47, module.name),
            _twice(0x1A, 0x32, module.name),  # its stream
            _twice(0x1C, 0x48, ""),  # description
            _record(0x31, _long(0)),  # where the source begins: at once, there is no cache
            _record(0x1E, _long(0)),  # help context
            _record(0x2C, _short(0xFFFF)),
            _record(0x21 if module.kind == "standard" else 0x22, b""),
            _record(0x2B, b""),
        )
    )


def _record(number: int, content: bytes) -> bytes:
    return struct.pack("<HI", number, len(content)) + content


def _twice(number: int, unicode_number: int, text: str) -> bytes:
    """A text in the code page and once more in UTF-16."""
    content = _record(number, text.encode(ENCODING))
    return content + _record(unicode_number, text.encode("utf-16-le"))


def _long(value: int) -> bytes:
    return struct.pack("<I", value)


def _short(value: int) -> bytes:
    return struct.pack("<H", value)


# ---- the streams PROJECT and PROJECTwm ---------------------------------------------------


def _properties(modules: Sequence[Module], project_id: str) -> bytes:
    """What the VBA editor keeps as text (2.3.1)."""
    lines = (
        f'ID="{project_id}"',
        *map(_declared, modules),
        f'Name="{NAME}"',
        'HelpContextID="0"',
        'VersionCompatible32="393222000"',
        *(f'{name}="{encrypt(project_id, data, SEED)}"' for name, data in PROTECTION),
        "",
        "[Host Extender Info]",
        EDITOR,
        "",
        "[Workspace]",
        *(f"{module.name}=0, 0, 0, 0, C" for module in modules),
    )
    return "".join(f"{line}\r\n" for line in lines).encode(ENCODING)


def _declared(module: Module) -> str:
    if module.kind in BASE:
        return f"Document={module.name}/&H00000000"
    return f"{'Class' if module.kind == 'class' else 'Module'}={module.name}"


def _name_map(modules: Sequence[Module]) -> bytes:
    """The names of the modules in the code page and in UTF-16 (2.3.3)."""
    names = [module.name for module in modules]
    pairs = (n.encode(ENCODING) + b"\0" + n.encode("utf-16-le") + b"\0\0" for n in names)
    return b"".join(pairs) + b"\0\0"
