"""Words of a ledger -> bare words that can be compared: no numbering, spaces or punctuation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

# Everything that is neither a letter, a character nor a digit.
ASIDE: Final = re.compile(r"[\W_]+")
# The numbering of the form in all its ways: 三、(三) 3. 3) ③ and a digit before a character.
NUMBERING: Final = re.compile(
    r"^(?:第?[一二三四五六七八九十]{1,3}[、.项](?=.)|[一二三四五六七八九十](?=\()"
    r"|\([一二三四五六七八九十0-9]{1,3}\)|[0-9]{1,2}[.、)](?!\d)|[0-9]{1,2}(?=[^\W\d_]))\s*"
)
SEPARATORS: Final = re.compile(r"[,，、;；:：/|()（）【】\[\]—>→＞+\-\s]+")


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """The words without spaces and punctuation, full-width and half-width made one."""
    return ASIDE.sub("", unicodedata.normalize("NFKC", text)).casefold()


@lru_cache(maxsize=8192)
def unnumbered(text: str) -> str:
    """The text without the form's numbering before it, however it is written."""
    text = unicodedata.normalize("NFKC", text).strip()
    while (match := NUMBERING.match(text)) is not None and match.end() < len(text):
        text = text[match.end() :]
    return text


def parts(text: str) -> Iterator[str]:
    """The single words of a text, each without numbering, bare."""
    for piece in SEPARATORS.split(text):
        if word := bare(unnumbered(piece)):
            yield word
