"""What an action works on: words to a person, files read and written without loss."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TextIO

from xl_tools.edition import Edition, Editions, builtin_editions, load_edition
from xl_tools.files import is_file, same_file, write_whole
from xl_tools.refusal import Refusal

# Is what stands in the way ours to replace?
Replaceable = Callable[[bytes], bool]


class Desk:
    """Files and a console. What is said goes to `out`, what is only noted to `err`."""

    def __init__(self, out: TextIO, err: TextIO) -> None:
        self._out, self._err = out, err

    def say(self, words: str) -> None:
        """The result of a command; a Refusal where it cannot be put out, to a full disk for one."""
        try:
            print(words, file=self._out, flush=True)
        except BrokenPipeError:
            raise
        except OSError:
            raise Refusal("结果输出不了", "请检查输出到的文件和磁盘空间") from None

    def note(self, words: str) -> None:
        """A remark, a refusal or progress."""
        print(words, file=self._err)

    def save(
        self,
        path: Path,
        data: bytes,
        inputs: Iterable[Path] = (),
        *,
        may_replace: Replaceable,
        force: bool = False,
    ) -> None:
        """Write a file whole; never onto an input, never over somebody's other work."""
        refuse_input(path, inputs)
        if not force and is_file(path):
            self._refuse_other_work(path, data, may_replace)
        write_whole(path, data)

    def _refuse_other_work(self, path: Path, data: bytes, may_replace: Replaceable) -> None:
        old = path.read_bytes()
        if old and old != data and not may_replace(old):
            advice = "请换一个名字；确实不要原来的内容，就加上 --force"
            raise Refusal("已经有这个文件，里面是别的内容", advice, file=str(path))


def editions_with(option: str | None) -> tuple[Editions, Edition | None]:
    """The editions at hand and the one chosen: an id of ours, or a file that adds one."""
    editions = builtin_editions()
    if not option:
        return editions, None
    if option in editions:
        return editions, editions.get(option)
    path = Path(option)
    if path.suffix.lower() != ".toml" and not path.exists():
        return editions, editions.get(option)
    own = load_edition(path / "edition.toml" if path.is_dir() else path)
    return editions.adding(own), own


def ending(path: Path, allowed: Iterable[str]) -> str:
    """The ending of an output file in lower case; Refusal that lists the possible ones."""
    found = path.suffix.lower()
    if found not in allowed:
        listed = "、".join(allowed)
        raise Refusal(
            f"不知道怎样写“{found or path.name}”这种文件", f"请用 {listed} 结尾", file=str(path)
        )
    return found


def refuse_input(path: Path, inputs: Iterable[Path]) -> None:
    """What was read is never written over."""
    if any(same_file(path, one) for one in inputs):
        raise Refusal("输出文件就是输入文件", "请换一个名字，原来的文件要留着", file=str(path))
