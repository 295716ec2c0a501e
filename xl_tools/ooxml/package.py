"""File bytes -> members, within limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from xl_tools.ooxml import archive as zipped
from xl_tools.ooxml.archive import AGAIN, Archive, Entry, Piece
from xl_tools.ooxml.sniff import NEED_OFFICE, SAVE_AS, UNPACK, refuse_unless_zip
from xl_tools.ooxml.xml import Markup, attributes_of, elements, markup
from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal

TYPES: Final = "[Content_Types].xml"
OFFICE_DOCUMENT: Final = "officeDocument"

# The content type of the main part -> the ending such a file has.
KINDS: Final = MappingProxyType(
    {
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml": "xltx",
        "application/vnd.ms-excel.sheet.macroenabled.main+xml": "xlsm",
        "application/vnd.ms-excel.template.macroenabled.main+xml": "xltm",
        "application/vnd.ms-excel.addin.macroenabled.main+xml": "xlam",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml": "dotx",
        "application/vnd.ms-word.document.macroenabled.main+xml": "docm",
        "application/vnd.ms-word.template.macroenabledtemplate.main+xml": "dotm",
    }
)
WORKBOOKS: Final = frozenset({"xlsx", "xltx", "xlsm", "xltm", "xlam"})
# Main parts that are known and not read.
OTHERS: Final = (
    ("application/vnd.ms-excel.sheet.binary", "是二进制工作簿（.xlsb）", SAVE_AS),
    ("presentationml", "是演示文稿（.pptx）", NEED_OFFICE),
    ("ms-powerpoint", "是演示文稿（.pptm）", NEED_OFFICE),
)
# A member that tells other zip files apart -> what it is, what to do.
FOREIGN: Final = (
    ("OFD.xml", "是 OFD 版式文件，不是工作簿或 Word 文档", NEED_OFFICE),
    ("Index/Document.iwa", "是苹果 Numbers 或 Pages 文件", "请在其中导出为 .xlsx 后再试"),
)
INSIDE: Final = (".xlsx", ".xlsm", ".xls", ".et", ".docx", ".doc", ".wps", ".pdf")


class Relation(NamedTuple):
    """What a part points at: the last word of the relation's type, and the member."""

    kind: str
    member: str


class Package:
    """An Open XML file: its members in order, its kind, and the bytes of a changed copy."""

    __slots__ = ("_archive", "_entries", "_folded", "kind", "main", "name", "names")

    def __init__(self, archive: Archive, name: str) -> None:
        self._archive = archive
        self._entries = {entry.name: entry for entry in archive.entries}
        self._folded = {member.casefold(): member for member in self._entries}
        # A name with half a character in it could not be printed in a refusal.
        self.name = name.encode("utf-8", "backslashreplace").decode()
        self.names = tuple(self._entries)
        self.main, self.kind = _main_part(self)

    def __contains__(self, member: str) -> bool:
        return member in self._entries

    def __repr__(self) -> str:
        return f"<Package {self.name!r} {self.kind}, {len(self.names)} members>"

    def find(self, part: str) -> str | None:
        """The member that holds a part; Open XML knows no difference of case."""
        return part if part in self._entries else self._folded.get(part.casefold())

    def read(self, member: str) -> bytes:
        """The bytes of a member, checked against its length and checksum."""
        try:
            return zipped.contents(self._archive, self._entry(member))
        except Refusal as refusal:
            raise refusal.within(self.name) from None

    def stream(self, member: str) -> Iterator[bytes]:
        """The same bytes piece by piece, for a member too large to be held."""
        try:
            yield from zipped.streamed(self._archive, self._entry(member))
        except Refusal as refusal:
            raise refusal.within(self.name) from None

    def _entry(self, member: str) -> Entry:
        found = self.find(member)
        if found is None:
            raise Refusal(f"里面缺少 {member}，文件不完整", AGAIN)
        return self._entries[found]

    def replace(self, changes: Mapping[str, bytes | None]) -> bytes:
        """The file with these members changed, removed (None) or, if new, appended.

        Every other member keeps its packed bytes, its date and its place.
        """
        changed = {self.find(member) or member: data for member, data in changes.items()}
        pieces: list[Piece] = []
        for entry in self._archive.entries:
            if entry.name not in changed:
                pieces.append(zipped.copied(self._archive, entry))
            elif (data := changed.pop(entry.name)) is not None:
                pieces.append(zipped.packed_anew(entry.raw_name, data))
        for member, data in changed.items():
            if data is not None:
                pieces.append(zipped.packed_anew(member.encode("utf-8"), data))
        return zipped.written(pieces, self._archive.comment)

    def relations_member(self, part: str) -> str | None:
        """The member that lists what a part points at."""
        folder, _, base = part.rpartition("/")
        return self.find("/".join(filter(None, (folder, "_rels", f"{base}.rels"))))

    def relations(self, part: str = "") -> dict[str, Relation]:
        """What a part (or the package itself) points at inside the package, by id."""
        member = self.relations_member(part)
        if member is None:
            return {}
        folder = part.rpartition("/")[0]
        found = [
            attributes_of(element.attributes)
            for element in elements(markup(self.read(member), member), "Relationship")
        ]
        return {
            one["Id"]: Relation(
                one.get("Type", "").rpartition("/")[2], _target(folder, one["Target"])
            )
            for one in found
            if one.get("TargetMode") != "External" and "Id" in one and "Target" in one
        }


def open_package(data: bytes, name: str, most: int = 0) -> Package:
    """The Open XML file in these bytes; Refusal says what else it is, or what is wrong with it.

    `most` is how many bytes it may unpack to: more for one that is read as a stream.
    """
    try:
        refuse_unless_zip(data)
        return Package(zipped.open_archive(data, most), name)
    except Refusal as refusal:
        raise refusal.within(name.encode("utf-8", "backslashreplace").decode()) from None


def _target(folder: str, target: str) -> str:
    """The member that a relation names, from the root or from the folder of its part."""
    steps: list[str] = [] if target.startswith("/") else folder.split("/")
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(filter(None, steps))


def _main_part(package: Package) -> tuple[str, str]:
    types = package.find(TYPES)
    if types is None:
        raise _foreign(package)
    mains = (r for r in package.relations().values() if r.kind == OFFICE_DOCUMENT)
    main = next(mains, None)
    if main is None or package.find(main.member) is None:
        raise Refusal("里面没有工作簿或文档的正文，文件不完整", AGAIN)
    content_type = _content_type(markup(package.read(types), types), main.member).lower()
    kind = KINDS.get(content_type)
    if kind is None:
        raise _unread(content_type)
    return main.member, kind


def _content_type(types: Markup, part: str) -> str:
    """The type that is said of the part itself, else of its ending."""
    for element in elements(types, "Override"):
        found = attributes_of(element.attributes)
        if found.get("PartName", "").lstrip("/").casefold() == part.casefold():
            return found.get("ContentType", "")
    for element in elements(types, "Default"):
        found = attributes_of(element.attributes)
        if part.casefold().endswith("." + found.get("Extension", "").casefold()):
            return found.get("ContentType", "")
    return ""


def _unread(content_type: str) -> Refusal:
    for mark, problem, advice in OTHERS:
        if mark in content_type:
            return Refusal(problem, advice)
    return Refusal("是别的 Office 文件，不是工作簿或 Word 文档", NEED_OFFICE)


def _foreign(package: Package) -> Refusal:
    """What a zip file is that is no Open XML file."""
    if not package.names:
        return Refusal("是空的压缩包，里面什么也没有", "请重新取得这个文件")
    if "mimetype" in package:
        return _open_document(package.read("mimetype"))
    for member, problem, advice in FOREIGN:
        if member in package:
            return Refusal(problem, advice)
    inside = next((n for n in package.names if n.lower().endswith(INSIDE)), None)
    if inside is not None:
        return Refusal(f"是压缩包，里面装着 {inside}", UNPACK)
    return Refusal("是压缩包，里面不是工作簿或 Word 文档的内容", "请检查是不是选错了文件")


def _open_document(kind: bytes) -> Refusal:
    if b"spreadsheet" in kind:
        return Refusal("是 OpenDocument 表格（.ods）", SAVE_AS)
    return Refusal("是 OpenDocument 文档（.odt 一类）", "请在 Word 或 WPS 里另存为 .docx 后再试")
