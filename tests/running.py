"""A command run by a test."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import settings

# For properties that write a whole workbook or document for each example.
WHOLE = settings(max_examples=settings().max_examples // 5)
# The arguments of a command -> exit code, output, remarks; see the fixture `run`.
Run = Callable[..., tuple[int, str, str]]
