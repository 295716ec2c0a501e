"""Published reports, where somebody has them: XL_TOOLS_SAMPLES names their folder.

They are other people's texts and no part of this project; what they state is known.
"""

from __future__ import annotations

import os
from pathlib import Path

from xl_tools.edition import builtin_editions
from xl_tools.samples import sample_path
from xl_tools.sources import read

# a published file -> the bundled sample with the same figures
PUBLISHED = {
    "published-county-2024.pdf": "county-2024",
    "seed-2021-township.txt": "township-2021",
}


def present() -> dict[Path, Path]:
    """The published files at hand, each with its sample."""
    folder = os.environ.get("XL_TOOLS_SAMPLES")
    found = {Path(folder) / name: sample for name, sample in PUBLISHED.items()} if folder else {}
    return {path: sample_path(sample) for path, sample in found.items() if path.exists()}


def test_every_figure_of_a_published_report_is_read_right() -> None:
    editions = builtin_editions()
    for published, sample in present().items():
        found, known = read(published, editions).report, read(sample, editions).report
        assert found.cells == known.cells, published
        assert (found.edition, found.year) == (known.edition, known.year), published
        assert dict(found.table_editions) == dict(known.table_editions), published
        assert found.organ.name == known.organ.name, published
        assert {"preface", "overview", "problems", "other"} == set(found.narrative), published
        assert "unplaced" not in found.extra, published
