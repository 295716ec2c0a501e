"""A command run by a test."""

from __future__ import annotations

from collections.abc import Callable

# The arguments of a command -> exit code, output, remarks; see the fixture `run`.
Run = Callable[..., tuple[int, str, str]]
