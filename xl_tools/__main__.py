"""The process of a command: python -m xl_tools, and the console script.

A command's process is soon over, and much of its time went into looking for garbage that is not
there, while hundreds of definitions are imported, and into taking apart at the end, one by one,
what goes with the process anyway.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys

gc.set_threshold(100_000)

from xl_tools import cli  # noqa: E402 - what is imported is what the line above is for


def main() -> int:
    """Run the command of the process; the exit code of the contract."""
    code = cli.main()
    gc.freeze()  # the end of the process has nothing to look through
    if _nobody_waits_for_the_end():
        os._exit(code)
    return code


def _nobody_waits_for_the_end() -> bool:
    """Is all that was said put out, and has nobody, no library and no thread, an end of its own?"""
    if "threading" in sys.modules or atexit._ncallbacks():
        return False
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:  # without a console there is none
                stream.flush()
    except (OSError, ValueError):
        return False  # Python says so in its own way
    return True


if __name__ == "__main__":
    sys.exit(main())
