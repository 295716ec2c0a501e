from __future__ import annotations

from xl_tools.ooxml.splice import Edit, spliced


def test_edits_are_made_wherever_they_come_in_the_list() -> None:
    edits = [Edit(4, 6, b"E"), Edit(0, 1, b"A"), Edit(6, 6, b"+")]
    assert spliced(b"abcdefgh", edits) == b"AbcdE+gh"


def test_insertions_at_one_place_keep_their_order_and_come_first() -> None:
    edits = [Edit(1, 2, b"B"), Edit(1, 1, b"1"), Edit(1, 1, b"2")]
    assert spliced(b"abc", edits) == b"a12Bc"


def test_without_edits_nothing_changes() -> None:
    assert spliced(b"abc", []) == b"abc"
