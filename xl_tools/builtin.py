"""Name -> where a built file lies: inside the installed package, beside it in a checkout."""

from __future__ import annotations

from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent


def template_path(name: str) -> Path:
    """The path of a built template, whether or not it is there."""
    installed = HERE / "templates" / name
    return installed if installed.exists() else HERE.parent / "templates" / name
