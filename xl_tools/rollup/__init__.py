"""Many units' reports -> the parent's report, with the proof of each figure."""

from __future__ import annotations

from xl_tools.rollup.result import Rollup, roll_up

__all__ = ["Rollup", "roll_up"]
