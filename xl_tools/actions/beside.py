"""Files that a button writes: never over other work, what is remarked kept until the end."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

from xl_tools.actions.desk import Desk, Replaceable, refuse_input
from xl_tools.actions.naming import free_path
from xl_tools.files import write_whole


class Beside(Desk):
    """A desk without a console, for actions that commands and buttons share."""

    def __init__(self) -> None:
        super().__init__(io.StringIO(), io.StringIO())
        self.remarks: list[str] = []
        self.written: list[Path] = []
        self.renamed: list[Path] = []

    def say(self, words: str) -> None:
        """Kept: a button says everything at once, at its end."""
        self.remarks.append(words)

    note = say

    def save(
        self,
        path: Path,
        data: bytes,
        inputs: Iterable[Path] = (),
        *,
        may_replace: Replaceable,
        force: bool = False,
    ) -> None:
        """Write a file whole, under a name with the time in it where other work has the name."""
        refuse_input(path, inputs)
        free = path if force else free_path(path, data, may_replace)
        write_whole(free, data)
        self.written.append(free)
        if free != path:
            self.renamed.append(free)

    def account(self) -> list[str]:
        """What else a person should know: new names, and what could not be written."""
        names = "、".join(path.name for path in self.renamed)
        new = [f"原来的名字已有别的内容，没有盖掉，另存为：{names}。"] if names else []
        return [*new, *self.remarks]
