"""python -m xl_tools.template: build the workbooks in templates/ anew."""

from __future__ import annotations

from xl_tools.builtin import template_path
from xl_tools.deskbook import NAME as DESK
from xl_tools.edition import builtin_editions
from xl_tools.files import write_whole
from xl_tools.functions import FUNCTIONS
from xl_tools.placement import placement_of
from xl_tools.template import build_macro_workbook, build_workbook
from xl_tools.template.desk import MODULES, build_desk
from xl_tools.template.macros import PROJECT, code_names
from xl_tools.template.rulelist import NAME, build_rule_list
from xl_tools.vba import build_project
from xl_tools.verbs import BUTTONS, DESK_BUTTONS

editions = builtin_editions()
sheets = len(placement_of(editions.for_year(2021)).sheets) + 1
project = build_project(code_names(sheets), BUTTONS.values(), FUNCTIONS.values())
write_whole(template_path(PROJECT), project)
write_whole(template_path(NAME), build_rule_list(editions))
for edition in editions:
    write_whole(template_path(f"{edition.id}.xlsx"), build_workbook(edition))
    write_whole(template_path(f"{edition.id}.xlsm"), build_macro_workbook(edition, project))
desk_project = build_project(code_names(MODULES), DESK_BUTTONS.values(), ())
write_whole(template_path(DESK), build_desk(project=desk_project))
