"""Runs inside LibreOffice: other code in place of modules of xl_tools; is a button at work?"""

from __future__ import annotations

import json
import sys
from types import ModuleType

kept: dict[str, ModuleType | None] = {}


def put(sources: str) -> None:
    """Modules from {name: source}."""
    for name, source in json.loads(sources).items():
        full = f"xl_tools.{name}"
        kept[full] = sys.modules.get(full)
        module = ModuleType(full)
        exec(source, module.__dict__)
        sys.modules[full] = module


def running() -> bool:
    """Is a button at work? LibreOffice goes on answering while it opens a file for one."""
    module = sys.modules.get("xl_tools.buttons")
    return bool(module and module.running)


def take() -> None:
    """As it was before."""
    for full, module in kept.items():
        del sys.modules[full]
        if module is not None:
            sys.modules[full] = module
    kept.clear()
