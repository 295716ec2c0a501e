"""python -m xl_tools.prose: build editions/lexicons.jsonl anew."""

from __future__ import annotations

from xl_tools.edition import builtin_editions
from xl_tools.edition.built import built_text
from xl_tools.edition.toml import builtin_sources
from xl_tools.files import write_whole
from xl_tools.prose.lexicon import BUILT
from xl_tools.prose.vocabulary import vocabulary_parts

parts = vocabulary_parts(builtin_editions())
write_whole(BUILT, built_text(builtin_sources(), parts).encode("utf-8"))
