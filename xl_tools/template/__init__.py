"""Edition -> workbook: the blank official workbook, checks and all."""

from __future__ import annotations

from xl_tools.edition import Edition
from xl_tools.placement import placement_of
from xl_tools.template.charts import charts_sheet
from xl_tools.template.checks import checks_sheet
from xl_tools.template.guide import guide_sheet
from xl_tools.template.plan import SheetPlan
from xl_tools.template.preview import preview_sheet
from xl_tools.template.prior import prior_sheet
from xl_tools.template.sheets import (
    basics_sheet,
    narrative_sheet,
    sources_sheet,
)
from xl_tools.template.tables import table_sheet


def plans_of(edition: Edition) -> list[SheetPlan]:
    """The sheets of an edition's workbook, in order."""
    placement = placement_of(edition)
    sections = [
        table_sheet(placement, section.table)
        if section.table
        else narrative_sheet(placement, section)
        for section in edition.sections
    ]
    front = [guide_sheet(placement), basics_sheet(placement)]
    back = [
        checks_sheet(placement),
        sources_sheet(placement),
        prior_sheet(placement),
        preview_sheet(placement),
        charts_sheet(placement),
    ]
    return [*front, *sections, *back]


def build_workbook(edition: Edition) -> bytes:
    """The blank macro-free workbook of an edition; the same edition gives the same bytes."""
    # XlsxWriter is only needed to build, never to fill or to read.
    from xl_tools.template.write import write_plans

    return write_plans(plans_of(edition), placement_of(edition).names, _title(edition))


def build_macro_workbook(edition: Edition, project: bytes | None = None) -> bytes:
    """The blank workbook with buttons and macros; `project` instead of the built VBA project."""
    from xl_tools.template import macros
    from xl_tools.template.write import Macros, write_plans

    plans, placement = plans_of(edition), placement_of(edition)
    macros.add_buttons(plans, placement)
    own = project or macros.project_for(edition, len(plans))
    added = Macros(own, macros.code_names(len(plans)), macros.word_names())
    return macros.with_ribbon(write_plans(plans, placement.names, _title(edition), added))


def _title(edition: Edition) -> str:
    return f"{edition.name}工作簿"
