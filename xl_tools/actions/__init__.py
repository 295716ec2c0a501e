"""One file a verb: what each command does, on files."""

from __future__ import annotations
