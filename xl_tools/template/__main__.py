"""python -m xl_tools.template: build the workbooks in templates/ anew."""

from __future__ import annotations

from xl_tools.builtin import template_path
from xl_tools.edition import builtin_editions
from xl_tools.files import write_whole
from xl_tools.template import build_workbook

for edition in builtin_editions():
    write_whole(template_path(f"{edition.id}.xlsx"), build_workbook(edition))
