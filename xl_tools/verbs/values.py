"""A verb as data: its arguments, and how it is clicked."""

from __future__ import annotations

from xl_tools.records import NamedTuple


class Argument(NamedTuple):
    """One argument of a verb. `kind` is "path", "text", "year" or "flag"; `many` takes several."""

    name: str
    kind: str
    help: str
    flag: str = ""
    shown: str = ""
    required: bool = False
    many: bool = False

    @property
    def is_option(self) -> bool:
        """Is it given by name rather than by place?"""
        return bool(self.flag)


class Button(NamedTuple):
    """How a verb is clicked in a workbook: its words, its VBA macro, its picture in the ribbon.

    `sheets` tells on which sheets it stands: "front", "table", "text" (a narrative), "checks",
    "prior" (last year's figures), "desk" (汇总台, the workbook of an office that collects).
    `without_python` is what to do where Python cannot be started.
    """

    label: str
    tip: str
    macro: str
    icon: str
    sheets: tuple[str, ...] = ("front",)
    without_python: str = ""


class Verb(NamedTuple):
    """One thing to ask for: what it does in a line; as a command, as a button, or as both.

    A verb without an example is no command, one without a button stands in no workbook.
    """

    name: str
    summary: str
    arguments: tuple[Argument, ...] = ()
    example: str = ""
    button: Button | None = None
