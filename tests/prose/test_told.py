"""Texts made of a report's figures agree everywhere; one changed number shows alone."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.prose.texts import told
from tests.reports import consistent
from xl_tools.edition import Edition, builtin_editions, load_edition
from xl_tools.edition.toml import FOLDER
from xl_tools.prose import Mention, read_prose
from xl_tools.report import Organ, Report, form_of

EDITIONS = builtin_editions()
BOTH = pytest.mark.parametrize("edition", list(EDITIONS), ids=lambda edition: edition.id)
SEEDS = st.integers(0, 10**6)


def report_of(edition: Edition, seed: int) -> Report:
    report = consistent(edition, seed)
    return report._replace(organ=report.organ._replace(scope="organ"))


def read(report: Report) -> tuple[Mention, ...]:
    return read_prose(report, form_of(report, EDITIONS)).mentions


@BOTH
@given(seed=SEEDS)
def test_a_text_that_tells_the_figures_agrees_everywhere(edition: Edition, seed: int) -> None:
    report, pieces = told(report_of(edition, seed))
    mentions = read(report)
    assert [m.value for m in mentions] == [p.value for p in pieces]
    assert {m.state for m in mentions} == {"agrees"}
    assert read_prose(report, form_of(report, EDITIONS)).discrepancies == ()


@BOTH
@given(seed=SEEDS, wrong=st.integers(0, 15), by=st.integers(1000, 9999))
def test_one_changed_number_contradicts_and_nothing_else_does(
    edition: Edition, seed: int, wrong: int, by: int
) -> None:
    report, pieces = told(report_of(edition, seed), wrong, by)
    mentions = read(report)
    states = [m.state for m in mentions]
    assert states == ["contradicts" if i == wrong else "agrees" for i in range(len(pieces))]
    assert mentions[wrong].cells == pieces[wrong].cells
    assert mentions[wrong].stated == pieces[wrong].value - by


@given(seed=SEEDS)
def test_figures_of_another_organ_in_an_aggregate_report_never_contradict(seed: int) -> None:
    report, _ = told(report_of(EDITIONS.get("2021"), seed), 0, 77)
    text = report.narrative["overview"]
    organ = report.organ._replace(scope="aggregate")
    for who in ("区政府办", "本机关", "市政府本级", "县自然资源局"):
        said = "。".join(f"{who}{sentence}" for sentence in text.split("。"))
        narrative = MappingProxyType({"overview": said})
        mentions = read(report._replace(organ=organ, narrative=narrative))
        assert "contradicts" not in {m.state for m in mentions}


@given(
    seed=SEEDS,
    text=st.text("全年收到政府信息公开申请件其中，。0123一二十未无（）；：", max_size=80),
)
def test_any_text_at_all_can_be_read(seed: int, text: str) -> None:
    report = report_of(EDITIONS.get("2021"), seed)
    for mention in read(report._replace(narrative=MappingProxyType({"overview": text}))):
        assert text[slice(*mention.span)] == mention.quote


# ---- another edition ---------------------------------------------------------------------


def test_an_edition_with_other_ids_and_labels_is_read_by_its_roles(tmp_path: Path) -> None:
    text = (FOLDER / "2021.toml").read_text(encoding="utf-8")
    tables, mark, rest = text.partition("# ———————————————————— 勾稽关系")
    for old, new in {
        'id = "received", label = "一、本年新收': 'id = "new_requests", label = "一、今年新来的',
        'id = "full_grant"': 'id = "given"',
        'label = "（一）予以公开"': 'label = "（一）全给"',
        'id = "denied_process"': 'id = "drafts"',
        'label = "6.属于四类过程性信息"': 'label = "6.草稿和讨论记录"',
        "（五）不予处理": "（五）不再处理",
        'id = "affirmed", label = "结果维持"': 'id = "upheld", label = "维持原决定"',
    }.items():
        assert old in tables
        tables = tables.replace(old, new)
    path = tmp_path / "新版.toml"
    path.write_text(tables + mark + rest.split("[bridge]")[0], encoding="utf-8")
    edition = load_edition(path)
    cells = {figure.id: Decimal(0) for figure in edition.figures()}
    cells |= {
        "applications.new_requests.total": Decimal(12),
        "applications.given.total": Decimal(5),
        "applications.drafts.total": Decimal(3),
        "applications.rejected_repeat.total": Decimal(4),
        "disputes.reconsideration.upheld": Decimal(1),
    }
    said = (
        "全年收到政府信息公开申请12件，全给5件，予以公开5件，草稿和讨论记录3件，不再处理4件，"
        "行政复议维持1件。"
    )
    report = Report(
        "2021",
        2024,
        Organ("某局", kind="department", scope="organ"),
        MappingProxyType(dict(cells)),
        MappingProxyType({"overview": said}),
    )
    mentions = read_prose(report, form_of(report, EDITIONS.adding(edition))).mentions
    rejected = [f"applications.{row.id}.total" for row in edition.tables["applications"].rows
                if "（五）不再处理" in row.group]  # fmt: skip
    assert [(m.state, m.cells) for m in mentions] == [
        ("agrees", ("applications.new_requests.total",)),
        ("agrees", ("applications.given.total",)),
        ("agrees", ("applications.given.total",)),
        ("agrees", ("applications.drafts.total",)),
        ("agrees", tuple(rejected)),
        ("agrees", ("disputes.reconsideration.upheld",)),
    ]


def test_an_edition_without_phrases_reads_nothing(tmp_path: Path) -> None:
    path = tmp_path / "无.toml"
    path.write_text(
        'extends = "2021"\nid = "own"\nname = "自拟"\ndocument = "文"\n'
        "[years]\nfrom = 2030\n[prose]\n",
        encoding="utf-8",
    )
    edition = load_edition(path)
    report, _ = told(report_of(EDITIONS.get("2021"), 1)._replace(edition="own"))
    assert read_prose(report, form_of(report, EDITIONS.adding(edition))).mentions == ()


def test_a_table_of_the_older_edition_is_read_by_its_own_rows() -> None:
    report = report_of(EDITIONS.get("2021"), 3)
    old = consistent(EDITIONS.get("2019"), 3)
    cells = {cell: v for cell, v in old.cells.items() if cell.startswith("applications")}
    cells["applications.other.total"] = Decimal(6)
    mixed = report._replace(
        cells=MappingProxyType(cells),
        table_editions=MappingProxyType({"applications": "2019"}),
        narrative=MappingProxyType({"applications": "其他处理6件。"}),
    )
    (mention,) = read(mixed)
    assert (mention.state, mention.cells) == ("agrees", ("applications.other.total",))
