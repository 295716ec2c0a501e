"""The text of a ledger gives the same rows however it is cut."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_tools.ledger.table import batches

HEAD = "编号,收到日期,申请人类型,办理结果,答复日期"
FIELDS = st.text(alphabet="甲1- \t\"'、\u3000\u2028;", max_size=6)
LINES = st.lists(st.lists(FIELDS, min_size=0, max_size=7), max_size=12)


def rows_of(text: str) -> list[tuple[int, list[str]]]:
    found = []
    for batch in batches(text.encode("utf-8"), "台账.csv"):
        for n, number in enumerate(batch.numbers):
            found.append((number, batch.row(n)))
    return found


def trimmed(row: list[str]) -> list[str]:
    """A row without the blank fields at its end, of which a batch may add some."""
    return trimmed(row[:-1]) if row and not row[-1] else row


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@given(rows=LINES)
def test_fields_are_those_of_the_csv_module_whatever_stands_in_them(
    end: str, rows: list[list[str]]
) -> None:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator=end).writerows(rows)
    text = f"{HEAD}{end}{buffer.getvalue()}"
    wanted = list(csv.reader(io.StringIO(text, newline="")))[1:]
    found = rows_of(text)
    assert [trimmed(row) for _, row in found] == [trimmed(row) for row in wanted]
    assert [number for number, _ in found] == list(range(2, len(wanted) + 2))


def test_rows_of_one_length_and_of_several_are_cut_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xl_tools.ledger.table.BATCH", 3)
    lines = [
        "1,2024-01-05,公民,予以公开,2024-01-20",
        "",
        "2,2024-01-05,公民",
        "3,,,,,,多的",
        "4,,,,",
    ]
    found = rows_of("\n".join([HEAD, *lines]))
    assert [number for number, _ in found] == [2, 3, 4, 5, 6]
    assert [trimmed(row)[:1] for _, row in found] == [["1"], [], ["2"], ["3"], ["4"]]
