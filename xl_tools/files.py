"""Bytes -> files, whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from xl_tools.refusal import Refusal

MAX_BYTES: Final = 100 << 20
# How the names begin of what office programs keep beside a file while it is open.
LOCKS: Final = ("~$", ".~", ".")
RETRY: Final = "请换一个位置再试，或请管理员处理"
REASONS: Final = {
    errno.ENOSPC: ("磁盘空间不够", "请腾出空间后再试"),
    errno.EDQUOT: ("磁盘配额用完了", "请腾出空间后再试"),
    errno.EFBIG: ("这个磁盘放不下这么大的文件", "请换一个位置，或腾出空间后再试"),
    errno.EINVAL: ("文件名里有不能用的字符", "请改名后再试"),
    errno.ENAMETOOLONG: ("文件名或路径太长", "请改短后再试"),
    errno.EROFS: ("所在的磁盘是只读的", "请换一个位置"),
    errno.ENOTDIR: ("路径中有一段不是文件夹", "请检查路径"),
    errno.ELOOP: ("链接绕成了圈", "请检查路径"),
}


def write_whole(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Make `path` hold exactly `data`, whole or in parts; on any failure it stays what it was."""
    try:
        # A link stays a link: the file it leads to is replaced.
        target = Path(os.path.realpath(path))
        _refuse_unwritable(path, target)
        _replace(target, (data,) if isinstance(data, bytes) else data)
    except PermissionError:
        raise _forbidden(path) from None
    except FileNotFoundError:
        folder = shown(path.parent)
        raise Refusal(f"文件夹“{folder}”不存在", "请先建好文件夹", file=shown(path)) from None
    except (OSError, ValueError) as error:
        raise _trouble(path, error, "写不进去", RETRY) from None


def _refuse_unwritable(path: Path, target: Path) -> None:
    if target.is_dir():
        raise Refusal("是一个文件夹，不能当作文件写入", "请给出文件名", file=shown(path))
    if target.exists() and not target.is_file():
        raise Refusal("不是普通文件，不能写入", "请换一个文件名", file=shown(path))
    if target.exists() and not os.access(target, os.W_OK):
        raise Refusal("是只读文件", "请去掉只读属性，或换一个文件名", file=shown(path))


def _replace(target: Path, parts: Iterable[bytes]) -> None:
    """Write beside, flush to the disk, then take the name in one step."""
    beside = target.with_name(f".~{target.name[:40]}.{os.urandom(4).hex()}")
    try:
        with beside.open("xb") as file:
            file.writelines(parts)
            file.flush()
            os.fsync(file.fileno())
        if target.exists():
            beside.chmod(stat.S_IMODE(target.stat().st_mode))
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def _forbidden(path: Path) -> Refusal:
    """Windows gives the same error for a folder without rights and a file that Excel holds."""
    if os.access(path, os.F_OK) and os.access(path.parent, os.W_OK):
        return Refusal(
            "正被 Excel、WPS 或别的程序占用，写不进去", "请先关闭它，再试一次", file=shown(path)
        )
    folder = shown(path.parent)
    return Refusal(f"没有在文件夹“{folder}”里写文件的权限", "请换一个位置", file=shown(path))


def is_file(path: Path) -> bool:
    """Is an ordinary file there? A name that no file can have is refused."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (FileNotFoundError, PermissionError):
        return False  # whoever writes there says so
    except (OSError, ValueError) as error:
        raise _trouble(path, error, "找不到", "请检查路径") from None


def make_folder(folder: Path) -> None:
    """A folder for what is written, made where it is not there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise Refusal(
            "已经有一个同名的文件，建不了文件夹", "请换一个名字", file=shown(folder)
        ) from None
    except OSError:
        raise Refusal("建不了这个文件夹", "请换一个位置", file=shown(folder)) from None


def read_whole(path: Path, limit: int = MAX_BYTES) -> bytes:
    """All bytes of an ordinary file that is neither empty nor larger than `limit`."""
    try:
        _refuse_unreadable(path, limit)
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError:
        raise Refusal("找不到这个文件", "请检查文件名和位置", file=shown(path)) from None
    except PermissionError:
        raise Refusal(
            "没有读取的权限，或正被别的程序独占", "请关闭占用它的程序，或换一份", file=shown(path)
        ) from None
    except (OSError, ValueError) as error:
        raise _trouble(path, error, "读不出来", "请把文件复制到本机再试") from None
    if not data:
        raise Refusal("是空文件（0 字节）", "请重新取得这个文件", file=shown(path))
    if len(data) > limit:
        raise _too_big(path, limit)
    return data


def _refuse_unreadable(path: Path, limit: int) -> None:
    """Looked at before opening: a pipe would block, and Windows forbids opening a folder."""
    found = path.stat()
    if stat.S_ISDIR(found.st_mode):
        raise Refusal("是一个文件夹，不是文件", "请给出里面的文件", file=shown(path))
    if not stat.S_ISREG(found.st_mode):
        raise Refusal("不是普通文件", "请给出一个文件", file=shown(path))
    if found.st_size > limit:
        raise _too_big(path, limit)


def _too_big(path: Path, limit: int) -> Refusal:
    size = f"{limit >> 20} MB" if limit >= 1 << 20 else f"{limit} 字节"
    return Refusal(f"超过 {size}，太大了", "请检查是不是选错了文件", file=shown(path))


def _trouble(path: Path, error: OSError | ValueError, otherwise: str, advice: str) -> Refusal:
    if not isinstance(error, OSError):  # a NUL, or a surrogate that no file system takes
        return Refusal(*REASONS[errno.EINVAL], file=shown(path))
    problem, advice = REASONS.get(error.errno or 0, (otherwise, advice))
    return Refusal(problem, advice, file=shown(path))


def same_file(a: Path, b: Path) -> bool:
    """Do both paths lead to one file, also through links or where nothing is yet?"""
    try:
        return a.samefile(b)
    except (OSError, ValueError):
        return _settled(a) == _settled(b)


def _settled(path: Path) -> str:
    try:
        return os.path.normcase(os.path.realpath(path))
    except (OSError, ValueError):
        return str(path)


def shown(path: Path | str) -> str:
    """A path as text that can always be printed: a byte that is no character as its code."""
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")
