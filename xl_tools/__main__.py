"""The process of a command: python -m xl_tools, and the console script.

A command's process is soon over, and much of its time went into looking for garbage that is not
there: while hundreds of definitions are imported, and once more at the end over all of them.
"""

from __future__ import annotations

import gc
import sys

gc.set_threshold(100_000)

from xl_tools import cli  # noqa: E402 - what is imported is what the line above is for


def main() -> int:
    """Run the command of the process; the exit code of the contract."""
    code = cli.main()
    gc.freeze()  # the end of the process has nothing to look through
    return code


if __name__ == "__main__":
    sys.exit(main())
