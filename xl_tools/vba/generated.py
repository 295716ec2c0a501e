"""Verbs, functions and versions -> the VBA modules that are written by no hand.

The macros of the buttons are gk_buttons, those of the ribbon gk_ribbon, the functions for cells
gk_functions; gk_stamp says from which versions a workbook was built.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Final

from xl_tools.functions import Function, Parameter
from xl_tools.records import NamedTuple
from xl_tools.vba.project import Module
from xl_tools.verbs import Button, Verb

RIBBON_MODULE: Final = "gk_ribbon"
PYTHON_MODULE: Final = "xl_tools.udfs"
IDENTIFIER: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
STAMP_MODULE: Final = "gk_stamp"
ORIGIN: Final = (
    "' Generated when the workbook was built; the source is in xl_tools/vba/generated.py."
)
# Words that VBA keeps to itself and that a parameter might be called.
RESERVED: Final = frozenset(
    "and any as boolean byte call case const currency date debug decimal declare dim do double each"
    " else elseif empty end enum erase error event exit false for function get global gosub goto if"
    " in input integer is let like local lock long loop me mod new next not nothing null object on"
    " open option optional or print private public put redim resume return select set single static"
    " step stop string sub then time to true type until variant wend while with write xor".split()
)


class Stamp(NamedTuple):
    """The versions that a workbook was built from."""

    tools: str
    xlwings: str


def buttons_of(verbs: Iterable[Verb]) -> Iterator[tuple[str, Button]]:
    """(name, button) of the verbs that have one."""
    return ((verb.name, verb.button) for verb in verbs if verb.button is not None)


def button_module(verbs: Iterable[Verb]) -> Module:
    """One macro for each button, and which of them are commands that work on a file."""
    listed = list(verbs)
    macros = [
        f"Public Sub {_identifier(button.macro)}()\n    GK_Press {_text(name)}\nEnd Sub\n"
        for name, button in buttons_of(listed)
    ]
    commands = {verb.name: _ending(verb) for verb in listed if verb.button and _is_command(verb)}
    endings = {name: _text(ending) for name, ending in commands.items() if ending}
    return _module(
        "gk_buttons",
        [
            *macros,
            _chosen("GK_IsCommand", "Boolean", dict.fromkeys(commands, "True")),
            _chosen("GK_OutputEnding", "String", endings),
        ],
    )


def ribbon_module(verbs: Iterable[Verb]) -> Module:
    """What the ribbon calls. `control` is an IRibbonControl, but that would need a reference."""
    return _module(
        RIBBON_MODULE,
        (
            f"Public Sub {callback(button)}(control As Object)\n    {button.macro}\nEnd Sub\n"
            for _, button in buttons_of(verbs)
        ),
    )


def callback(button: Button) -> str:
    """The macro behind a button of the ribbon."""
    return f"RB_{_identifier(button.macro)}"


def function_module(functions: Iterable[Function]) -> Module:
    """One VBA function for each function of ours: what xlwings would import, and LibreOffice."""
    return _module("gk_functions", map(_wrapper, functions))


def stamp_module(stamp: Stamp) -> Module:
    """The versions, for VBA and for whoever reads the project."""
    lines = (
        f'Public Const GK_TOOLS = "{stamp.tools}"',
        f'Public Const GK_XLWINGS = "{stamp.xlwings}"',
        "",
        "Public Function GK_Version() As String",
        '    GK_Version = "xl-tools " & GK_TOOLS & ", xlwings " & GK_XLWINGS',
        "End Function",
        "",
    )
    return _module(STAMP_MODULE, ["\n".join(lines)])


def stamp_of(sources: Mapping[str, str]) -> Stamp | None:
    """The versions in the modules of a project; None where it is not ours."""
    found = dict(re.findall(r'Const GK_(\w+) = "(.*)"', sources.get(STAMP_MODULE, "")))
    if found.keys() != {"TOOLS", "XLWINGS"}:
        return None
    return Stamp(found["TOOLS"], found["XLWINGS"])


# ---- buttons -----------------------------------------------------------------------------


def _is_command(verb: Verb) -> bool:
    """Is it a command for which the file is enough, and a place for what it makes?"""
    required = [(a.kind, a.is_option) for a in verb.arguments if a.required]
    return bool(verb.example) and required in ([("path", False)], [("path", False), ("path", True)])


def _ending(verb: Verb) -> str:
    """How the name of what it makes ends, as its example shows; empty where it makes nothing."""
    makes = any(argument.required and argument.is_option for argument in verb.arguments)
    return PurePosixPath(verb.example).suffix if makes else ""


def _chosen(name: str, kind: str, answers: Mapping[str, str]) -> str:
    """A function that answers for some verbs, and for others what VBA begins with."""
    cases = "".join(
        f"        Case {_text(verb)}: {name} = {answer}\n" for verb, answer in answers.items()
    )
    body = f"    Select Case verb\n{cases}    End Select\n" if answers else ""
    return f"Public Function {name}(ByVal verb As String) As {kind}\n{body}End Function\n"


# ---- functions ---------------------------------------------------------------------------


def _wrapper(function: Function) -> str:
    """In Excel the very lines that xlwings generates, a test compares; else LibreOffice's script.

    Never volatile: a cell is computed when its arguments change, not with every key.
    """
    name = _identifier(function.name)
    names = [_identifier(parameter.name) for parameter in function.parameters]
    call = f'XLPy.CallUDF("{PYTHON_MODULE}", "{name}", Array({", ".join(names)})'
    lines = (
        f"Function {name}({', '.join(map(_declared, function.parameters))})",
        "    If GK_InLibreOffice() Then",
        "        On Error GoTo failed",
        f"        Dim given({len(names)})",
        f'        given(0) = "{name}"',
        *(f"        {_given(n, p)}" for n, p in enumerate(function.parameters, 1)),
        f"        {name} = GK_CallInLibreOffice(given)",
        "        Exit Function",
        "    End If",
        "    If TypeOf Application.Caller Is Range Then On Error GoTo failed",
        f"    {name} = {call}, ThisWorkbook, Application.Caller)",
        "    Exit Function",
        "failed:",
        f"    {name} = Err.Description",
        "End Function",
        "",
    )
    return "\n".join(lines)


def _declared(parameter: Parameter) -> str:
    return f"Optional {parameter.name}" if parameter.optional else parameter.name


def _given(number: int, parameter: Parameter) -> str:
    """An argument on its way to Python; one that was left out stays Empty, Python's None."""
    read = "GK_Rows" if parameter.area else "GK_Plain"
    filled = f"given({number}) = {read}({parameter.name})"
    return f"If Not IsMissing({parameter.name}) Then {filled}" if parameter.optional else filled


# ---- text --------------------------------------------------------------------------------


def _module(name: str, parts: Iterable[str]) -> Module:
    return Module(name, "\n".join([ORIGIN, *parts]))


def _text(value: str) -> str:
    """A text as VBA writes it."""
    doubled = value.replace('"', '""')
    return f'"{doubled}"'


def _identifier(name: str) -> str:
    if not IDENTIFIER.fullmatch(name) or name.lower() in RESERVED:
        raise ValueError(f"not a name that VBA accepts: {name}")
    return name
