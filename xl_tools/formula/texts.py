"""The functions of texts, with lengths and places in UTF-16 units as Excel counts them."""

from __future__ import annotations

from xl_tools.formula.numerals import number_of_text
from xl_tools.formula.values import MAX_TEXT, VALUE, Error, Number, Scalar, Unsupported


def _units(words: str) -> bytes:
    return words.encode("utf-16-le", "surrogatepass")


def _plain(words: str) -> bool:
    return words.isascii() or len(_units(words)) == 2 * len(words)


def length(words: str) -> int:
    """LEN; LibreOffice counts a rare character beyond the basic plane once, Excel twice."""
    return len(words) if _plain(words) else len(_units(words)) // 2


def _cut(words: str, start: int, end: int) -> str:
    if _plain(words):
        return words[start:end]
    try:
        return _units(words)[2 * start : 2 * end].decode("utf-16-le")
    except UnicodeDecodeError:
        raise Unsupported("half a character") from None


def left(words: str, count: Number = 1) -> Scalar:
    """LEFT."""
    return VALUE if count < 0 else _cut(words, 0, int(count))


def right(words: str, count: Number = 1) -> Scalar:
    """RIGHT."""
    if count < 0:
        return VALUE
    return _cut(words, max(length(words) - int(count), 0), length(words))


def middle(words: str, start: Number, count: Number) -> Scalar:
    """MID."""
    if start < 1 or count < 0:
        return VALUE
    return _cut(words, int(start) - 1, int(start) - 1 + int(count))


def character(code: Number) -> Scalar:
    """CHAR; above 127 it depends on the country that Windows is set to."""
    if not 1 <= code < 256:
        return VALUE
    if code >= 128:
        raise Unsupported("CHAR above 127")
    return chr(int(code))


def find(wanted: str, words: str, start: Number = 1) -> Scalar:
    """FIND."""
    if start < 1 or int(start) > length(words) + 1:
        return VALUE
    # An empty text at the very end is found by Excel and not by LibreOffice.
    if not wanted:
        return int(start)
    head = _cut(words, 0, int(start) - 1)
    found = words.find(wanted, len(head))
    return VALUE if found < 0 else length(words[:found]) + 1


def search(wanted: str, words: str, start: Number = 1) -> Scalar:
    """SEARCH without wildcards."""
    if set(wanted) & set("*?~"):
        raise Unsupported("wildcards in SEARCH")
    if len(words.lower()) != len(words) or len(wanted.lower()) != len(wanted):
        raise Unsupported("letters that change their length")
    return find(wanted.lower(), words.lower(), start)


def substitute(words: str, old: str, new: str, nth: Number | None = None) -> Scalar:
    """SUBSTITUTE: every occurrence, or the nth."""
    if nth is not None and nth < 1:
        return VALUE
    if not old:
        return words
    if nth is None:
        grown = len(words) + words.count(old) * (len(new) - len(old))
        return words.replace(old, new) if grown <= MAX_TEXT else VALUE
    pieces = words.split(old)
    before, after = pieces[: int(nth)], pieces[int(nth) :]
    replaced = old.join(before) + (new + old.join(after) if after else "")
    return replaced if len(replaced) <= MAX_TEXT else VALUE


def trim(words: str) -> str:
    """TRIM: no spaces at the ends, one between words; full-width spaces stay."""
    return " ".join(part for part in words.split(" ") if part)


def repeat(words: str, count: Number) -> Scalar:
    """REPT."""
    if count < 0 or length(words) * int(count) > MAX_TEXT:
        return VALUE
    return words * int(count)


def concatenate(*parts: str) -> Scalar:
    """CONCATENATE."""
    joined = "".join(parts)
    return joined if len(joined) <= MAX_TEXT else VALUE


def value_of(given: Scalar) -> Scalar:
    """VALUE; a truth is none."""
    if isinstance(given, bool):
        return VALUE
    return number_of_text(given) if isinstance(given, str) else 0 if given is None else given


def text_part(given: Scalar) -> Scalar:
    """T: a text, or nothing."""
    return given if isinstance(given, str | Error) else ""
