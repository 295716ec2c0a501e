"""One relation text -> the relations it states, and what each gives."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_tools.edition import RelationText, builtin_editions
from xl_tools.refusal import Refusal
from xl_tools.relation import Relation, relations_of
from xl_tools.report import Value

EDITIONS = builtin_editions()
NONE: frozenset[str] = frozenset()
RESULTS = {"2019": 19, "2021": 21}
COUNTS = {
    "2019": {"T3-BAL": 7, "T3-SUM7": 7, "T3-ROW": 23, "T4-SUM": 3},
    "2021": {"T3-BAL": 7, "T3-SUM7": 7, "T3-ROW": 25, "T4-SUM": 3, "T2-VALID": 2},
}


def text_of(rule: str, edition: str = "2021") -> RelationText:
    return next(t for t in EDITIONS.get(edition).relations if t.rule.id == rule)


def relations(rule: str, edition: str = "2021") -> tuple[Relation, ...]:
    text = text_of(rule, edition)
    return relations_of(text, EDITIONS.get(edition).tables[text.table])


@pytest.mark.parametrize("edition", COUNTS)
def test_the_official_form_states_so_many_relations(edition: str) -> None:
    rules = [text.rule.id for text in EDITIONS.get(edition).relations]
    assert {rule: len(relations(rule, edition)) for rule in rules} == COUNTS[edition]


def test_the_printed_relation_holds_third_and_fourth_against_first_and_second() -> None:
    first = relations("T3-BAL")[0]
    assert first.cells == (
        "applications.total.natural_person",
        "applications.pending_end.natural_person",
        "applications.received.natural_person",
        "applications.pending_start.natural_person",
    )
    assert (len(first.left), len(first.right), first.equal) == (2, 2, True)


@pytest.mark.parametrize("edition", RESULTS)
def test_the_third_total_adds_every_result_row(edition: str) -> None:
    for relation in relations("T3-SUM7", edition):
        assert (len(relation.left), len(relation.right)) == (1, RESULTS[edition])
        assert not {"received", "pending_start", "pending_end", "total"} & {
            cell.split(".")[1] for cell in relation.right
        }


def test_a_row_total_adds_six_kinds_of_applicants() -> None:
    relation = relations("T3-ROW")[0]
    assert relation.left == ("applications.received.total",)
    assert [cell.rsplit(".")[-1] for cell in relation.right] == [
        "natural_person", "commercial", "research", "nonprofit", "legal_services", "other_org",
    ]  # fmt: skip


def test_a_label_loses_its_explanation_in_the_words() -> None:
    words = [relation.words for relation in relations("T3-ROW")]
    assert words[3] == "（二）部分公开：总计 ＝ 各列之和"
    assert relations("T2-VALID")[0].words == "规章：本年制发件数 ≤ 现行有效加本年废止件数"


# ---- what it gives -----------------------------------------------------------------------

SUM = relations("T4-SUM")[0]
MOST = relations("T2-VALID")[1]


def cells_of(relation: Relation, *values: Value | int | None) -> dict[str, Value]:
    pairs = zip(relation.cells, values, strict=True)
    return {c: v if isinstance(v, str) else Decimal(v) for c, v in pairs if v is not None}


@pytest.mark.parametrize(
    ("relation", "values", "holds"),
    [
        (SUM, (10, 1, 2, 3, 4), True),
        (SUM, (11, 1, 2, 3, 4), False),
        (SUM, (9, 1, 2, 3, 4), False),
        (SUM, (6, 1, 2, 3, None), True),
        (SUM, (6, 1, 2, 3, "/"), True),
        (SUM, (None, 0, 0, 0, 0), None),
        (SUM, ("/", 0, 0, 0, 0), None),
        (SUM, (6, 1, 2, 3, "三件"), None),
        (SUM, (6, 1, 2, 3, "0"), None),
        (MOST, (3, 2, 1), True),
        (MOST, (3, 9, 9), True),
        (MOST, (3, 1, 1), False),
        (MOST, (None, None, None), True),
    ],
)
def test_a_relation_holds_or_does_not_or_cannot_be_asked(
    relation: Relation, values: tuple[Value | int | None, ...], holds: bool | None
) -> None:
    state = relation.check(cells_of(relation, *values), frozenset({"/"}))
    assert state.holds is holds


def test_the_state_gives_both_sides() -> None:
    state = SUM.check(cells_of(SUM, 9, 1, 2, 3, 4), NONE)
    assert (state.actual, state.expected) == (Decimal(9), Decimal(10))


@given(st.lists(st.decimals(0, 10**9, places=6), min_size=4, max_size=4))
def test_decimals_are_added_exactly(parts: list[Decimal]) -> None:
    cells: dict[str, Value] = dict(zip(SUM.right, parts, strict=True))
    cells[SUM.left[0]] = sum(parts, Decimal(0))
    assert SUM.check(cells, NONE).holds is True
    cells[SUM.left[0]] = sum(parts, Decimal(0)) + Decimal("0.01")
    assert SUM.check(cells, NONE).holds is False


# ---- texts that state nothing ------------------------------------------------------------


@pytest.mark.parametrize(
    ("holds", "said"),
    [
        ("<total>", "左边 = 右边"),
        ("<total> = <part> = <part>", "左边 = 右边"),
        ("<total> = <nothing>", "没有对应的格"),
        ("absent = <part>", "没有对应的格"),
    ],
)
def test_a_relation_text_that_states_nothing_is_refused(holds: str, said: str) -> None:
    text = text_of("T4-SUM")._replace(holds=holds)
    with pytest.raises(Refusal, match=said):
        relations_of(text, EDITIONS.get("2021").tables["disputes"])
