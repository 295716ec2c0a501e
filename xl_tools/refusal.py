"""The one exception a user meets: what cannot be done, where, and what to do next."""

from __future__ import annotations


class Refusal(Exception):
    """What cannot be worked on; shown as one Chinese sentence, exit code 2.

    `problem` says what is wrong and `advice` what to do next; `file`, `sheet` and `cell` say
    where, as far as it is known.
    """

    def __init__(
        self, problem: str, advice: str = "", *, file: str = "", sheet: str = "", cell: str = ""
    ) -> None:
        self.problem, self.advice = problem.rstrip("。"), advice.rstrip("。")
        self.file, self.sheet, self.cell = file, sheet, cell
        super().__init__(problem, advice)

    @property
    def sentence(self) -> str:
        """The whole sentence: where, what, what to do."""
        where = "".join(
            f"{noun}“{name}”"
            for noun, name in (("文件", self.file), ("工作表", self.sheet), ("单元格", self.cell))
            if name
        )
        return "：".join(filter(None, (where, self._what()))) + "。"

    def _what(self) -> str:
        return "，".join(filter(None, (self.problem, self.advice)))

    def within(self, file: str) -> Refusal:
        """The same refusal, said of a file when it did not name one yet."""
        return Refusal(
            self.problem,
            self.advice,
            file=self.file or file,
            sheet=self.sheet,
            cell=self.cell,
        )

    def __str__(self) -> str:
        return self.sentence


def toml_place(error: ValueError) -> str:
    """Where a TOML file is wrong: Python says it in English, as (at line 3, column 5)."""
    place = str(error).rpartition("(at ")[2].rstrip(")").replace(",", "").split()
    if len(place) == 4 and place[::2] == ["line", "column"]:
        return f"第 {place[1]} 行第 {place[3]} 个字附近"
    return "最后一行"
