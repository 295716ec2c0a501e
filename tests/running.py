"""A command run by a test."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from hypothesis import settings

Property = TypeVar("Property", bound=Callable[..., None])

# The arguments of a command -> exit code, output, remarks; see the fixture `run`.
Run = Callable[..., tuple[int, str, str]]


def fewer(test: Property) -> Property:
    """For a property that writes a whole workbook or document for each example: a fifth of them."""
    usual = settings.default or settings()
    return settings(usual, max_examples=usual.max_examples // 5)(test)
