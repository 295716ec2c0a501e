"""What happened to a page on its way is mended or reported: no figure is wrong in silence."""

from __future__ import annotations

import random

import pytest

from tests.reports import consistent
from tests.sources import printers
from tests.sources.harms import HARMS, Harm
from tests.sources.pages import EDITIONS, report
from tests.sources.paper import Sheet, sheet, wrong_in_silence
from xl_tools.report import Reading, Report
from xl_tools.sources import read_bytes

# Few and many zeros, small numbers and long ones.
NUMBERS = ((0, 0, 1, 2, 7, 30), tuple(range(0, 400, 3)), (0, 0, 0, 0, 0, 0, 1, 2, 11, 120))
FORMS = {
    "html": printers.page,
    "docx": lambda paper, seed: printers.word(paper),
    "txt": lambda paper, seed: printers.text(paper),
    "pdf": lambda paper, seed: printers.pdf(paper),
}


def whole(edition: str, seed: int) -> Report:
    """A report in which every relation holds, so that its sums can tell."""
    cells = consistent(EDITIONS.get(edition), seed, NUMBERS[seed % 3]).cells
    return report(edition, 0)._replace(cells=cells)


def read(paper: Sheet, form: str, seed: int) -> Reading:
    data = FORMS[form](paper, seed)
    return read_bytes(data, f"年报.{form}", EDITIONS)


def harmed(of: Report, harms: list[Harm], seed: int) -> Sheet:
    paper, chance = sheet(of), random.Random(seed)
    for harm in harms:
        harm(paper, chance)
    return paper


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_an_unharmed_sheet_is_read_whole(edition: str, form: str, deep: bool) -> None:
    for seed in range(200 if deep else 1):
        of = whole(edition, seed)
        assert read(sheet(of), form, seed).report.cells == of.cells, seed


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_no_harm_makes_a_figure_wrong_in_silence(harm: Harm, deep: bool) -> None:
    for seed in range(20 if deep else 1):
        of = whole(("2021", "2019")[seed % 2], seed)
        paper = harmed(of, [harm], seed)
        # A PDF takes as long as all others together.
        for form in list(FORMS)[: 4 if seed < 4 else 3] if deep else ["html"]:
            assert wrong_in_silence(paper, read(paper, form, seed), of) == [], (seed, form)


@pytest.mark.parametrize("form", FORMS)
def test_two_harms_at_once_make_none_wrong_either(form: str, deep: bool) -> None:
    for seed in range(200 if deep else 2):
        harms = random.Random(seed).sample(HARMS, 2)
        of = whole(("2021", "2019")[seed % 2], seed)
        paper = harmed(of, harms, seed)
        wrong = wrong_in_silence(paper, read(paper, form, seed), of)
        assert wrong == [], (seed, [harm.__name__ for harm in harms])
