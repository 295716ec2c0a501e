"""Formulas in Excel's words <-> LibreOffice's tokens.

LibreOffice's own text form differs (`=SUM($表.A1;{1|2})`), so formulas pass as tokens: its parser
is given Excel's addresses, separators and function names. What the parser leaves out is done here
on the text: TRUE and FALSE, error values, the names of functions that it does not know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from xl_tools.libreoffice.office import service, struct

# com.sun.star.sheet: FormulaLanguage.XL_ENGLISH, FormulaMapGroup.ALL, AddressConvention.XL_A1.
XL_ENGLISH, ALL_GROUPS, XL_A1 = 4, 0x7FFFFFFF, 1
# Codes that the parser of any LibreOffice uses; of the operators, the two that are spelt anew.
PUSH, UNKNOWN, INTERSECTION, UNION = 0, 14, 64, 65

# Bits of com.sun.star.sheet.ReferenceFlags: its column, row or sheet was deleted.
LOST: Final = 2 | 8 | 32

STRING: Final = r'"(?:[^"]|"")*"'
ERROR: Final = r"#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!)"
# LibreOffice's own text also shows the lost part of a reference as an error: A#REF!, $#REF!.A1.
STATED: Final = re.compile(rf"{STRING}|(?<![\w$.])(?P<error>{ERROR})(?![\w.])")
PIECES: Final = re.compile(
    rf"(?P<kept>{STRING}|'(?:[^']|'')*'|\{{(?:{STRING}|[^}}\"])*\}})"
    rf"|(?P<error>{ERROR})"
    r"|(?P<word>[^\W\d][\w.]*)(?P<call>\(\)|[(!])?"
)
FUTURE: Final = re.compile(r"^(?:_xlfn\.|_xlws\.|_xludf\.)+", re.IGNORECASE)


def for_parser(formula: str) -> str:
    """Excel's text as the parser reads it all: TRUE -> TRUE(), #N/A -> NA(), no _xlfn."""
    return PIECES.sub(_parsable, formula)


def _parsable(match: re.Match[str]) -> str:
    if match["kept"] is not None:
        return match[0]
    if match["error"] is not None:
        if match["error"] != "#N/A":
            raise ValueError(f"{match[0]} cannot be entered in a formula")
        return "NA()"
    word, call = FUTURE.sub("", match["word"]), match["call"] or ""
    bare_truth = word.upper() in ("TRUE", "FALSE") and not call
    return f"{word}()" if bare_truth else word + call


def for_excel(printed: str) -> str:
    """What the parser printed, as Excel writes it: TRUE() -> TRUE."""
    return PIECES.sub(_excel, printed)


def _excel(match: re.Match[str]) -> str:
    bare_truth = match["word"] in ("TRUE", "FALSE") and match["call"] == "()"
    return str(match["word"]) if bare_truth else match[0]


def errors_in(text: str) -> list[str]:
    """The error values that a formula states, in order."""
    return [match["error"] for match in STATED.finditer(text) if match["error"]]


def spelling(word: str, formula: str) -> str:
    """How the formula itself spells a word that the parser turned into small letters."""
    found = formula.lower().find(word)
    same_length = len(formula.lower()) == len(formula)
    return formula[found : found + len(word)] if found >= 0 and same_length else word


def excel_words(context: Any) -> tuple[Any, ...]:
    """What each operator and function is called in Excel."""
    mapper = service(context, "sheet.FormulaOpCodeMapper")
    entries = mapper.getAvailableMappings(XL_ENGLISH, ALL_GROUPS)
    spelt = {INTERSECTION: " ", UNION: ","}
    for entry in entries:
        entry.Name = spelt.get(entry.Token.OpCode, entry.Name)
    return tuple(entries)


class Formulas:
    """The formulas of one document."""

    def __init__(self, document: Any, words: tuple[Any, ...]) -> None:
        self._parser = document.createInstance("com.sun.star.sheet.FormulaParser")
        self._parser.FormulaConvention = XL_A1
        self._parser.CompileEnglish = True
        self._parser.OpCodeMap = words

    def tokens(self, formula: str, at: Any) -> tuple[Any, ...]:
        """The tokens of a formula (without its equals sign) that stands in the cell `at`."""
        tokens = self._parser.parseFormula(for_parser(formula), at)
        return tuple(_respelt(token, formula) for token in tokens)

    def text(self, tokens: tuple[Any, ...], at: Any, own_text: str = "") -> str:
        """Tokens as Excel writes them, with the equals sign.

        Tokens do not say which error value is meant; `own_text`, LibreOffice's text of the same
        formula, does. The parser prints neither errors nor lost references.
        """
        errors = iter(errors_in(own_text))
        shown = tuple(_printable(token, errors) for token in tokens)
        return "=" + for_excel(self._parser.printFormula(shown, at))


def _respelt(token: Any, formula: str) -> Any:
    if token.OpCode != UNKNOWN or not isinstance(token.Data, str):
        return token
    return _token(UNKNOWN, spelling(token.Data, formula))


def _printable(token: Any, errors: Iterator[str]) -> Any:
    if token.OpCode != PUSH:
        return token
    if token.Data is None:
        return _token(UNKNOWN, next(errors, "#N/A"))
    return _token(UNKNOWN, "#REF!") if _is_lost(token.Data) else token


def _is_lost(data: Any) -> bool:
    """Is it a reference to cells that were deleted?"""
    ends = (data.Reference1, data.Reference2) if hasattr(data, "Reference1") else (data,)
    return any(getattr(end, "Flags", 0) & LOST for end in ends)


def _token(code: int, data: object) -> Any:
    return struct("sheet.FormulaToken", OpCode=code, Data=data)
