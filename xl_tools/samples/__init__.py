"""Real reports with figures as published and prose of our own; a ledger that fits one of them."""

from __future__ import annotations

from pathlib import Path


def sample_path(name: str) -> Path:
    """A sample report as JSON: "county-2024" or "township-2021"."""
    return Path(__file__).parent / f"{name}.json"


def sample_ledger_path() -> Path:
    """A case ledger of invented cases, as many and of such results as "county-2024" reports."""
    return Path(__file__).parent / "ledger-2024.csv"
