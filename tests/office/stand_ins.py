"""Runs inside LibreOffice: other code in place of modules of xl_tools; is a button at work?"""

from __future__ import annotations

import json
import sys
from types import ModuleType
from typing import Any

kept: dict[str, ModuleType | None] = {}


class StandIn(ModuleType):
    """A module whose code runs when something is first asked of it, as an import would."""

    def __init__(self, name: str, source: str) -> None:
        super().__init__(name)
        self._sources = [source]

    def __getattr__(self, name: str) -> Any:
        if not self._sources:
            raise AttributeError(name)
        exec(self._sources.pop(), self.__dict__)
        return getattr(self, name)


def put(sources: str) -> None:
    """Modules from {name: source}."""
    for name, source in json.loads(sources).items():
        full = f"xl_tools.{name}"
        kept[full] = sys.modules.get(full)
        sys.modules[full] = StandIn(full, source)


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
