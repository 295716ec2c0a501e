"""diff: two versions of a report, figure by figure and sentence by sentence."""

from __future__ import annotations

from argparse import Namespace
from typing import Final

from xl_tools.actions.desk import Desk, editions_with, ending
from xl_tools.actions.workbooks import as_path, is_ours
from xl_tools.files import read_whole
from xl_tools.jsontext import dumps
from xl_tools.review.differences import differences
from xl_tools.review.show import MARK, Sides, as_json, lines, page
from xl_tools.sources import read_bytes

OUTPUTS: Final = (".html", ".txt", ".json")


def run(options: Namespace, desk: Desk) -> int:
    """Say or write what differs; 1 where something does."""
    editions, _ = editions_with(options.edition)
    paths = [as_path(text) for text in (options.old, options.new)]
    output = as_path(options.output) if options.output else None
    kind = ending(output, OUTPUTS) if output is not None else ""
    old, new = (read_bytes(read_whole(path), str(path), editions) for path in paths)
    found = differences(old, new, editions)
    sides = Sides(*map(str, paths))
    text = "\n".join(lines(found, sides))
    if output is not None:
        made = {
            ".html": lambda: page(found, sides),
            ".txt": lambda: f"{text}\n",
            ".json": lambda: dumps(as_json(found, sides)),
        }
        data = made[kind]().encode("utf-8", "xmlcharrefreplace")
        desk.save(output, data, paths, may_replace=is_ours(MARK.encode()), force=options.force)
        desk.note(f"两份的不同：{output}")
    desk.say(dumps(as_json(found, sides)).rstrip("\n") if options.json else text)
    return int(bool(found))
