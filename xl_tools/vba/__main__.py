"""python -m xl_tools.vba -o FILE: write vbaProject.bin, to be looked into."""

from __future__ import annotations

import argparse
from pathlib import Path

from xl_tools.files import write_whole
from xl_tools.functions import FUNCTIONS
from xl_tools.vba import build_project
from xl_tools.verbs import VERBS

parser = argparse.ArgumentParser(prog="python -m xl_tools.vba")
parser.add_argument("-o", dest="output", type=Path, required=True)
project = build_project(["ThisWorkbook", "Sheet1"], VERBS.values(), FUNCTIONS.values())
write_whole(parser.parse_args().output, project)
