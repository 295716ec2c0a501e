"""Files and words -> a mail draft (.eml) to be opened and sent with one's own mail program."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from hashlib import sha256
from typing import Any, Final
from urllib.parse import quote

from xl_tools.records import NamedTuple
from xl_tools.refusal import Refusal

OCTETS: Final = "application/octet-stream"
OFFICE: Final = "application/vnd.openxmlformats-officedocument"
TYPES: Final = {
    ".xlsx": f"{OFFICE}.spreadsheetml.sheet",
    ".docx": f"{OFFICE}.wordprocessingml.document",
    ".json": "application/json",
    ".pdf": "application/pdf",
}
# Where the sender's own domain is not known; a name that can belong to nobody.
NOBODY: Final = "xl-tools.invalid"

BETWEEN: Final = re.compile("[,;，；、]")
NAMED: Final = re.compile(r"([^<>]*)<([^<>]*)>")
MAILBOX: Final = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
)
LONGEST_MAILBOX: Final = 254
LINE: Final = 76  # of 78 the library makes coded words of 76, one more than allowed
LONGEST_LINE: Final = 960  # less than the 998 characters that mail allows
SUM: Final = b"X-Draft-Sum"  # stands first: of all that stands below it
VARYING: Final = re.compile(rb"^(?:Date|Message-ID|X-Draft-Sum): .*\r\n", re.MULTILINE)


class Attachment(NamedTuple):
    """A file that goes with a mail."""

    name: str
    data: bytes


class _Policy(EmailPolicy):
    """SMTP's rules, with a file name as one parameter.

    The library would cut a long name into numbered pieces, which several mail programs do not put
    together again.
    """

    def fold_binary(self, name: str, value: Any) -> bytes:
        """A header in its lines."""
        if name.lower() == "content-disposition":
            coded = quote(value.params.get("filename", ""), safe="")
            if "%" in coded and len(coded) < LONGEST_LINE:
                return f"{name}: attachment;\r\n filename*=utf-8''{coded}\r\n".encode("ascii")
        return super().fold_binary(name, value)


def draft(
    sender: str | None,
    to: str | None,
    subject: str,
    body: str,
    attachments: Sequence[Attachment],
    date: datetime,
) -> bytes:
    """The bytes of the draft; the same arguments give the same bytes.

    `to` may name several addresses; None leaves it to whoever sends the draft. Refusal for an
    address or a subject that cannot be used.
    """
    recipients = () if to is None else addresses(to)
    froms = addresses(sender) if sender else ()
    if len(froms) > 1:
        raise Refusal(f"发件人只能有一个，“{sender}”里有 {len(froms)} 个", "请只留一个")
    if any(map(_is_control, subject)):
        raise Refusal("邮件标题里有换行或控制字符", "请检查机关名称")
    message = EmailMessage(policy=_Policy(linesep="\r\n", max_line_length=LINE))
    if froms:
        message["From"] = froms
    if recipients:
        message["To"] = recipients
    message["Subject"] = subject
    message["Date"] = format_datetime(date)
    mark = _mark(sender or "", to or "", subject, body, format_datetime(date), *_flat(attachments))
    message["Message-ID"] = f"<{mark}@{froms[0].domain if froms else NOBODY}>"
    message["X-Unsent"] = "1"  # opened for writing, not for reading
    message.set_content(body, charset="utf-8", cte="base64")
    for one in attachments:
        kind, _, subtype = content_type(one.name).partition("/")
        message.add_attachment(one.data, maintype=kind, subtype=subtype, filename=one.name)
    if attachments:
        message.set_boundary(f"=_{_mark(body, *_flat(attachments))}")
    made = message.as_bytes()
    return b"%b: %b\r\n%b" % (SUM, _sum(made), made)


def content_type(name: str) -> str:
    """The type of a file by its ending."""
    return TYPES.get(f".{name.rpartition('.')[2].lower()}", OCTETS)


def differs_in_time_only(old: bytes, new: bytes) -> bool:
    """Is a draft the same as another but for when it was made?"""
    return _timeless(old) == _timeless(new)


def is_draft(old: bytes) -> bool:
    """Is it a draft of ours in which nobody, and no mail program, has changed anything?"""
    head, _, rest = old.partition(b"\n")
    return head.strip() == b"%b: %b" % (SUM, _sum(rest))


def _sum(mail: bytes) -> bytes:
    """What tells whether a draft is still as it was written; line ends may be either."""
    return sha256(mail.replace(b"\r\n", b"\n")).hexdigest().encode()


def _timeless(mail: bytes) -> bytes:
    head, gap, rest = mail.partition(b"\r\n\r\n")
    return VARYING.sub(b"", head + b"\r\n") + gap + rest


def _flat(attachments: Iterable[Attachment]) -> list[str | bytes]:
    return [part for one in attachments for part in one]


def _mark(*parts: str | bytes) -> str:
    """A name that no other contents have, and in which nothing of the machine stands."""
    whole = sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        whole.update(len(data).to_bytes(8, "big") + data)
    return whole.hexdigest()[:32]


# ---- addresses -------------------------------------------------------------------------


def addresses(text: str) -> tuple[Address, ...]:
    """The addresses in a text, each once; one Refusal that names every bad one."""
    if any(map(_is_control, text)):
        raise Refusal("邮箱地址里有换行或看不见的字符", "请重新输入，不要粘贴")
    parts = [part.strip() for part in BETWEEN.split(text) if part.strip()]
    if not parts:
        raise Refusal("没有写收件人的邮箱", "请写上，例如 --to xxgk@example.gov.cn")
    problems = [problem for part in parts if (problem := _problem(part))]
    if problems:
        raise Refusal("；".join(problems), "请改正收件人的邮箱")
    found: dict[str, Address] = {}
    for address in map(_address, parts):
        found.setdefault(address.addr_spec.lower(), address)
    return tuple(found.values())


def _address(part: str) -> Address:
    match = NAMED.fullmatch(part)
    if match is None:
        return Address(addr_spec=part)
    return Address(match[1].strip().strip('"'), addr_spec=match[2].strip())


def _problem(part: str) -> str:
    """What is wrong with an address; empty where nothing is."""
    match = NAMED.fullmatch(part)
    mailbox = match[2].strip() if match else part
    if "＠" in mailbox:
        return f"“{part}”里的＠是全角的，应是半角的 @"
    if "@" not in mailbox:
        return f"“{part}”缺少 @"
    if mailbox.count("@") > 1:
        return f"“{part}”里有几个 @，几个邮箱之间要用逗号隔开"
    if MAILBOX.fullmatch(mailbox) is None or len(mailbox) > LONGEST_MAILBOX:
        return f"“{part}”不是邮箱地址"
    return ""


def _is_control(sign: str) -> bool:
    """Line breaks, control and invisible characters, halves of characters."""
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp")
