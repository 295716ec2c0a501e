"""Real reports with figures as published and prose of our own."""

from __future__ import annotations

from pathlib import Path


def sample_path(name: str) -> Path:
    """A sample report as JSON: "county-2024" or "township-2021"."""
    return Path(__file__).parent / f"{name}.json"
