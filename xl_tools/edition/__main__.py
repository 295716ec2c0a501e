"""python -m xl_tools.edition: build editions/built.jsonl anew."""

from __future__ import annotations

from xl_tools.edition.built import built_text
from xl_tools.edition.toml import BUILT, builtin_parts, builtin_sources
from xl_tools.files import write_whole

sources = builtin_sources()
write_whole(BUILT, built_text(sources, builtin_parts(sources)).encode("utf-8"))
