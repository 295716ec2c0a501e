"""What tests of the roll-up share: a cache folder of their own, and one county's year."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.county import County, make_county


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))


class Year:
    """A county's year on the disk."""

    def __init__(self, folder: Path, units: int, faults: int) -> None:
        self.folder, self.roster = folder / "收到", folder / "名单.csv"
        self.county: County = make_county(self.folder, self.roster, units, faults=faults)
        self.shared = folder / "共同被告.csv"
        self.shared.write_text(self.county.shared_list, encoding="utf-8-sig")


@pytest.fixture(scope="session")
def year(tmp_path_factory: pytest.TempPathFactory, deep: bool) -> Year:
    """60 units with one fault of each kind; with --deep 1,000 with ten of each."""
    folder = tmp_path_factory.mktemp("county")
    return Year(folder, 1000, 10) if deep else Year(folder, 60, 1)
