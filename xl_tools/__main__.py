"""python -m xl_tools: the command line."""

from __future__ import annotations

import sys

from xl_tools.cli import main

sys.exit(main())
