"""Member bytes -> checked XML that can be cut at its tags: the one gate for XML."""

from __future__ import annotations

import pyexpat
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Final, NoReturn

from xl_tools.ooxml.text import FILLER, HIDDEN, plain
from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal

MAX_ELEMENTS: Final = 2_000_000
# Names, styles, relations, merged areas: of each kind no workbook needs more.
MAX_LISTED: Final = 100_000
# Below this size no document can do harm, and it need not be measured.
SMALL: Final = 1 << 20
LONGEST_TAG: Final = 1 << 20
SAVE_AGAIN: Final = "请用 Excel 或 WPS 打开后另存一份"

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


def parse(
    data: bytes, member: str, start: Start | None = None, end: End | None = None,
    text: Text | None = None,
) -> bool:  # fmt: skip
    """Read the XML of a member; Refusal unless it is well-formed UTF-8 without a DOCTYPE.

    The handlers get local names: prefixes and the two namespaces of Office make no difference.
    True where comments, CDATA or processing instructions stand in it.
    """
    asides: set[bool] = set()
    _refuse_harmful(data, member)
    parser = pyexpat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = lambda *_: _doctype(member)
    parser.XmlDeclHandler = lambda _, encoding, __: _encoding(encoding, member)
    if start is not None:
        parser.StartElementHandler = lambda name, found: start(_local(name), _locals(found))
    if end is not None:
        parser.EndElementHandler = lambda name: end(_local(name))
    parser.CharacterDataHandler = text
    parser.CommentHandler = lambda _: asides.add(True)
    parser.StartCdataSectionHandler = lambda: asides.add(True)
    parser.ProcessingInstructionHandler = lambda *_: asides.add(True)
    try:
        parser.Parse(data, True)
    except pyexpat.ExpatError as error:
        raise _broken(member, error) from None
    return bool(asides)


class Gate:
    """The same gate for XML that comes piece by piece and is never held as a whole.

    Comments and the like, which would have to be masked first, are refused: no program writes them
    into a sheet.
    """

    __slots__ = ("_begun", "_member", "_parser")

    def __init__(self, member: str) -> None:
        self._member, self._begun = member, False
        self._parser = parser = pyexpat.ParserCreate()
        parser.StartDoctypeDeclHandler = lambda *_: _doctype(member)
        parser.XmlDeclHandler = lambda _, encoding, __: _encoding(encoding, member)
        parser.CommentHandler = self._aside
        parser.StartCdataSectionHandler = self._aside
        parser.ProcessingInstructionHandler = self._aside

    def _aside(self, *_: str) -> NoReturn:
        raise Refusal(f"里面的 {self._member} 有注释一类的内容，读不了", SAVE_AGAIN)

    def feed(self, piece: bytes) -> None:
        """Check the next piece."""
        if not self._begun and piece:
            self._begun = True
            _refuse_other_encoding(piece, self._member)
        self._parse(piece, final=False)

    def close(self) -> None:
        """Check that nothing is missing at the end."""
        self._parse(b"", final=True)

    def _parse(self, piece: bytes, *, final: bool) -> None:
        try:
            self._parser.Parse(piece, final)
        except pyexpat.ExpatError as error:
            raise _broken(self._member, error) from None


def _broken(member: str, error: pyexpat.ExpatError) -> Refusal:
    return Refusal(f"里面的 {member} 已损坏（第 {error.lineno} 行读不下去）", SAVE_AGAIN)


def _refuse_other_encoding(data: bytes, member: str) -> None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in data[:4]:
        _encoding("UTF-16", member)


def _refuse_harmful(data: bytes, member: str) -> None:
    _refuse_other_encoding(data, member)
    if len(data) <= SMALL:
        return
    if data.count(b"<") - data.count(b"</") > MAX_ELEMENTS:
        raise Refusal(f"里面的 {member} 内容过多，超过 {MAX_ELEMENTS:,} 个元素", SAVE_AGAIN)
    if re.search(rb"<[^<]{%d}" % LONGEST_TAG, data):
        raise Refusal(f"里面的 {member} 有一段内容长得不正常", SAVE_AGAIN)


def _doctype(member: str) -> NoReturn:
    raise Refusal(
        f"里面的 {member} 带有文档类型声明（DOCTYPE），可能是恶意文件，没有读取",
        "请向提供者核实，或用 Excel 或 WPS 另存一份",
    )


def _encoding(encoding: str | None, member: str) -> None:
    if encoding is not None and encoding.lower() not in ("utf-8", "utf8", "us-ascii"):
        raise Refusal(f"里面的 {member} 的编码是 {encoding}，不是 UTF-8", SAVE_AGAIN)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _locals(attributes: dict[str, str]) -> dict[str, str]:
    return {_local(name): value for name, value in attributes.items()}


# ---- cutting at the tags --------------------------------------------------------------

NAME: Final = rb"[^\s<>/:\"'=!?]+"
# A start tag after its name, up to and with its ">" or "/>".
REST_OF_TAG: Final = rb"(?=[\s/>])([^<>\"']*(?:(?:\"[^\"]*\"|'[^']*')[^<>\"']*)*>)"
TAG_REST: Final = re.compile(REST_OF_TAG)
END_REST: Final = re.compile(rb"\s*>")
ROOT: Final = re.compile(rb"<((?:%s:)?)(%s)" % (NAME, NAME))
ATTRIBUTE: Final = re.compile(rb"(%s:)?(%s)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')" % (NAME, NAME))
ODD: Final = rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"  # few files have any: not compiled yet
# What may stand between elements: white space, and the filler of a comment.
GAP: Final = b" \t\r\n\xff"


class Markup(NamedTuple):
    """Checked XML. `text` is as long as `source`, but each "<" in it opens a tag.

    Comments, CDATA and processing instructions stand in `text` as filler, so an offset into one is
    an offset into the other.
    """

    source: bytes
    text: bytes
    prefix: bytes
    root: str
    member: str


class Element(NamedTuple):
    """A start tag's attributes as written, and where the element stands."""

    attributes: bytes
    start: int
    inner: int
    close: int
    end: int

    @property
    def empty(self) -> bool:
        """Is it one tag, `<a/>`?"""
        return self.inner == self.end


def markup(data: bytes, member: str) -> Markup:
    """The XML of a member, checked."""
    asides = parse(data, member)
    text = re.sub(ODD, lambda match: _mask(match[0]), data, flags=re.DOTALL) if asides else data
    root = ROOT.search(text)
    if root is None:
        raise Refusal(f"里面的 {member} 是空的", SAVE_AGAIN)
    return Markup(data, text, root[1], root[2].decode("utf-8"), member)


def root_of(data: bytes) -> tuple[bytes, bytes] | None:
    """Prefix and name of the first tag; None where there is none yet."""
    root = ROOT.search(data)
    return (root[1], root[2]) if root else None


def _mask(piece: bytes) -> bytes:
    if not piece.startswith(b"<![CDATA["):
        return FILLER * len(piece)
    return FILLER * 9 + piece[9:-3].translate(HIDDEN) + FILLER * 3


@lru_cache(maxsize=256)
def pattern(template: bytes, prefix: bytes) -> re.Pattern[bytes]:
    """A verbose pattern in which ~ is the prefix and @ the rest of a start tag, as a group."""
    template = template.replace(b"@", REST_OF_TAG).replace(b"~", re.escape(prefix))
    return re.compile(template, re.VERBOSE | re.DOTALL)


def opening(prefix: bytes, name: str) -> re.Pattern[bytes]:
    """The pattern of a start tag; its group is what follows the name."""
    return pattern(b"<~%b@" % name.encode(), prefix)


def elements(xml: Markup, name: str, within: Element | None = None) -> Iterator[Element]:
    """The elements of the root's namespace with this local name, none inside another."""
    at, stop = (within.inner, within.close) if within else (0, len(xml.text))
    tag, count = b"<%b%b" % (xml.prefix, name.encode()), 0
    # `find` and one pattern for all names: compiling one for each would slow every start.
    while (at := xml.text.find(tag, at, stop)) >= 0:
        rest = TAG_REST.match(xml.text, at + len(tag), stop)
        if rest is None:  # a longer name
            at += len(tag)
            continue
        count += 1
        if count > MAX_LISTED:
            raise Refusal(f"里面的 {xml.member} 列出的内容超过 {MAX_LISTED:,} 项", SAVE_AGAIN)
        found = _element(xml, tag, at, rest)
        yield found
        at = found.end


def element(xml: Markup, name: str, tag: re.Match[bytes]) -> Element:
    """The element that a start tag opens."""
    return _element(xml, b"<%b%b" % (xml.prefix, name.encode()), tag.start(), tag)


def _element(xml: Markup, tag: bytes, start: int, rest: re.Match[bytes]) -> Element:
    attributes, after = rest[1][:-1], rest.end()
    if attributes.endswith(b"/"):
        return Element(attributes[:-1], start, after, after, after)
    end, close = b"</" + tag[1:], after
    while (close := xml.text.find(end, close)) >= 0:
        closed = END_REST.match(xml.text, close + len(end))
        if closed is not None:
            return Element(attributes, start, after, close, closed.end())
        close += len(end)
    # Not met in checked XML: its end tags match.
    raise Refusal(f"里面的 {xml.member} 有读不懂的内容", SAVE_AGAIN)


def first(xml: Markup, name: str, within: Element | None = None) -> Element | None:
    """The first such element."""
    return next(elements(xml, name, within), None)


def attributes_of(raw: bytes) -> dict[str, str]:
    """Attributes by local name; an unprefixed one wins, namespace declarations are left out."""
    found: dict[str, str] = {}
    for prefix, name, double, single in ATTRIBUTE.findall(raw):
        if not prefix:
            found[name.decode()] = plain(double or single)
        elif prefix != b"xmlns:":
            found.setdefault(name.decode(), plain(double or single))
    return found
