"""What each program does in its own way, as far as a stand-in for Excel's objects can tell."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from xl_tools.actions.offices import OFFICES, Excel
from xl_tools.places import Span


class Dialog:
    """Excel's folder dialog: what it was told, and what a person chooses."""

    def __init__(self, chosen: str) -> None:
        self.chosen = chosen
        self.Title = self.InitialFileName = ""
        self.AllowMultiSelect = True

    def Show(self) -> int:  # noqa: N802 - Excel's own name
        return -1 if self.chosen else 0

    def SelectedItems(self, number: int) -> str:  # noqa: N802 - Excel's own name
        assert number == 1
        return self.chosen


@pytest.mark.parametrize(("chosen", "found"), [("D:\\收到", Path("D:\\收到")), ("", None)])
def test_excels_folder_dialog_gives_the_folder_or_nothing(chosen: str, found: Path | None) -> None:
    dialog = Dialog(chosen)
    asked: list[int] = []

    def file_dialog(kind: int) -> Any:
        asked.append(kind)
        return dialog

    app = SimpleNamespace(api=SimpleNamespace(FileDialog=file_dialog))
    assert Excel().pick_folder(app, "选文件夹", Path("C:/汇总")) == found
    assert asked == [4]
    assert (dialog.Title, dialog.AllowMultiSelect) == ("选文件夹", False)
    assert dialog.InitialFileName.endswith("汇总\\")


def test_the_print_area_is_that_of_the_rows() -> None:
    added: list[tuple[str, str]] = []
    sheet = SimpleNamespace(
        api=SimpleNamespace(ProtectContents=False),
        names=SimpleNamespace(add=lambda *name: added.append(name)),
    )
    Excel().print_rows(sheet, Span("汇总台", 1, 1, 30, 5))
    assert added == [("Print_Area", "='汇总台'!$A$1:$E$30")]


def test_inside_libreoffice_no_other_process_is_started() -> None:
    assert OFFICES["libreoffice"].workers == 1
