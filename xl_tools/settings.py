"""What is local practice, each with its national or usual default: one value, never changed."""

from __future__ import annotations

from typing import Final

from xl_tools.records import NamedTuple

# The file in which an office keeps its own: beside the workbook, or in the user's folder.
FILE: Final = "xl-tools.toml"


class Word(NamedTuple):
    """A word not to be used, what to write instead (may be empty), and whether it is serious."""

    wrong: str
    right: str = ""
    serious: bool = False


class Limits(NamedTuple):
    """Lengths; `overview` 0: the limit of the form's edition."""

    overview: int = 0
    problems: int = 60


class Repetition(NamedTuple):
    """What counts as copied from last year: runs of `run` characters, beyond `share` percent.

    Sections shorter than `least` characters are not judged. `siblings`: beyond how many percent
    the text of another unit that is checked along counts as copied, in whole pieces between marks.
    """

    share: int = 60
    run: int = 8
    least: int = 100
    siblings: int = 50


class OtherResults(NamedTuple):
    """From which percent of all results 其他处理 is remarked on, from which it is a warning."""

    remark: int = 10
    warn: int = 15
    least: int = 3


class Fees(NamedTuple):
    """Must section six say so where no 信息处理费 was charged?"""

    state_zero: bool = True


class Dates(NamedTuple):
    """The last day for publishing, month and day of the next year; empty: the edition's."""

    department: str = ""
    township: str = ""
    county: str = ""
    prefecture: str = ""
    province: str = ""
    ministry: str = ""


class Texts(NamedTuple):
    """What the text must mention and which vague words are remarked on.

    `other` lists what section six must speak of besides the fees.
    """

    other: tuple[str, ...] = ()
    vague: tuple[str, ...] = (
        "部分地区",
        "一些地区",
        "个别地区",
        "有的地区",
        "部分地方",
        "一些地方",
        "多数部门",
        "大部分部门",
    )


class Words(NamedTuple):
    """Words not to be used: the lists to read, single ones, and those that are fine after all."""

    lists: tuple[str, ...] = ()
    wrong: tuple[Word, ...] = ()
    allowed: tuple[str, ...] = ()


class Settings(NamedTuple):
    """All of it."""

    limits: Limits = Limits()
    repetition: Repetition = Repetition()
    other_results: OtherResults = OtherResults()
    fees: Fees = Fees()
    dates: Dates = Dates()
    texts: Texts = Texts()
    words: Words = Words()


DEFAULTS: Final = Settings()
