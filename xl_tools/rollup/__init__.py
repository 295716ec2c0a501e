"""Many units' reports -> the parent's report, with the proof of each figure."""

from __future__ import annotations

from xl_tools.rollup.result import Asked, Rollup, roll_up

__all__ = ["Asked", "Rollup", "roll_up"]
