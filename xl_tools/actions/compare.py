"""compare: what was published against the workbook it came from, copy by copy."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from xl_tools.actions.desk import Desk, editions_with
from xl_tools.actions.workbooks import as_path
from xl_tools.edition import Editions
from xl_tools.files import read_whole
from xl_tools.jsontext import dumps
from xl_tools.refusal import Refusal
from xl_tools.report import Reading
from xl_tools.review.differences import differences
from xl_tools.review.show import Sides, as_json, lines
from xl_tools.sources import read_bytes


def run(options: Namespace, desk: Desk) -> int:
    """Compare each copy; the highest code of all wins."""
    editions, _ = editions_with(options.edition)
    source = as_path(options.workbook)
    pages = [as_path(text) for text in options.pages]
    wanted = read_bytes(read_whole(source), str(source), editions)
    codes, results = [], []
    for path in pages:
        code, result = _compared(path, source, wanted, editions, desk, quiet=options.json)
        codes.append(code)
        results.append(result)
    if options.json:
        desk.say(dumps(results if len(results) > 1 else results[0]).rstrip("\n"))
    return max(codes)


def _compared(
    path: Path, source: Path, wanted: Reading, editions: Editions, desk: Desk, *, quiet: bool
) -> tuple[int, dict[str, object]]:
    try:
        reading = read_bytes(read_whole(path), str(path), editions)
    except Refusal as refusal:
        sentence = refusal.within(str(path)).sentence
        desk.note(sentence)
        return 2, {"file": str(path), "refused": sentence}
    found = differences(wanted, reading, editions)
    sides = Sides(str(source), str(path), "应是", "公布的是")
    if not quiet:
        desk.say("\n".join(lines(found, sides)))
    return int(bool(found)), as_json(found, sides)
