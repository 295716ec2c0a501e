"""The table of 汇总台 over a whole county: every file and every unit once, each with its state."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tests.rollup.conftest import Year
from xl_tools.edition import builtin_editions
from xl_tools.rollup import Asked, Rollup, roll_up
from xl_tools.rollup.packets import packets
from xl_tools.rollup.readers import read_all
from xl_tools.rollup.roster import Roster
from xl_tools.rollup.rostertable import read_roster
from xl_tools.rollup.standing import STATUSES
from xl_tools.rollup.unittable import counts_of, next_step, unit_lines, with_errors

TODAY = date(2025, 2, 10)


class Table:
    """The county rolled up and its lines."""

    def __init__(self, year: Year) -> None:
        self.roster: Roster = read_roster(year.roster)
        sent = read_all(packets([year.folder]), builtin_editions())
        self.of: Rollup = roll_up(sent, builtin_editions(), Asked(self.roster))
        lines = unit_lines(self.of, self.roster, str(year.folder), TODAY)
        self.lines = [tuple(map(str, line)) for line in lines]


@pytest.fixture(scope="module")
def table(year: Year) -> Table:
    return Table(year)


def test_every_file_has_one_line_with_the_state_it_should_come_to(table: Table, year: Year) -> None:
    found = {}
    for _, state, file, _, _ in table.lines:
        outer = next((p for p in (".eml/", ".zip/") if p in file), "")
        found[file.split(outer)[0] + outer[:-1] if outer else file] = state
    found.pop("")
    assert found.keys() == {one.path for one in year.county.files}
    for one in year.county.files:
        assert found[one.path].startswith(STATUSES[one.status]), one


def test_every_unit_of_the_roster_has_a_line_in_its_order(table: Table) -> None:
    names = list(dict.fromkeys(line[0] for line in table.lines))
    units = [unit.name for unit in table.roster.units]
    assert [name for name in names if name in set(units)] == units


def test_missing_late_and_wrong_units_are_told_from_the_others(table: Table, year: Year) -> None:
    came = {one.organ for one in year.county.files if one.organ}
    missing = {line[0] for line in table.lines if line[1] == "未交"}
    assert missing == set(year.county.missing) - came
    assert {line[0] for line in table.lines if "迟报" in line[1]} == set(year.county.late)
    wrong = {line[0]: line for line in table.lines if "有错误" in line[1]}
    assert wrong.keys() == set(year.county.wrong)
    assert all(int(line[3]) > 0 and "点“退回”" in line[4] for line in wrong.values())
    assert len(with_errors(table.of)) == len(wrong)


def test_every_line_says_what_to_do_and_none_shows_where_the_folder_lies(
    table: Table, year: Year
) -> None:
    for line in table.lines:
        assert line[4]
        assert str(year.folder) not in line[4]
    (unit,) = [line for line in table.lines if line[1] == "未交"][:1]
    assert "2025-01-31，已过 10 天" in unit[4]


def test_the_account_counts_what_the_lines_show(table: Table) -> None:
    states = Counter(line[1].split("，")[0] for line in table.lines)
    assert f"计入 {states['已计入']} 份" in counts_of(table.of)
    assert next_step(table.of, with_own=True).endswith("再点“选文件夹汇总”")


def test_names_are_shortened_on_windows_too(table: Table) -> None:
    one = table.of.counted[0]
    moved = one._replace(submission=one.submission._replace(file=r"D:\收到\又一批\年报.xlsx"))
    of = table.of._replace(standings=(moved,))
    lines = unit_lines(of, table.roster, r"D:\收到", TODAY)
    assert r"又一批\年报.xlsx" in [line[2] for line in lines]
    assert Path("年报.xlsx").name in str(unit_lines(of, table.roster, r"E:\别处", TODAY))
