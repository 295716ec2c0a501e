"""python -m xl_tools.edition: build editions/built.json anew."""

from __future__ import annotations

from xl_tools.edition.built import BUILT, built_text
from xl_tools.edition.toml import FOLDER, builtin_data, builtin_sources
from xl_tools.files import write_whole

sources = builtin_sources()
write_whole(FOLDER / BUILT, built_text(sources, builtin_data(sources)).encode("utf-8"))
