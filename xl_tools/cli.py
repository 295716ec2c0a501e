"""The command line: parse, call one action, show its words."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final, NoReturn, TextIO

from xl_tools import __version__
from xl_tools.actions.desk import Desk
from xl_tools.refusal import Refusal
from xl_tools.verbs import COMMANDS, Argument, Verb

REFUSED: Final = 2
BROKEN: Final = 3
YEARS: Final = (1900, 2999)  # beyond them a year is a slip
# What argparse says -> what we say.
PHRASES: Final = (
    (r"the following arguments are required: (.*)", r"缺少：\1"),
    (r"unrecognized arguments: (.*)", r"不认识：\1"),
    (r"argument (\S+): expected one argument", r"\1 后面要跟一个值"),
    (r"argument (\S+): expected at least one argument", r"\1 后面至少要跟一个值"),
    (r"argument (\S+): ignored explicit argument (.*)", r"\1 后面不跟值，多了 \2"),
    (r"argument (\S+): (.*)", r"\1：\2"),
    (r"ambiguous option: (.*) could match (.*)", r"\1 不明确，可能是 \2"),
)


class _Parser(argparse.ArgumentParser):
    """argparse in Chinese: a bad call is a Refusal."""

    def error(self, message: str) -> NoReturn:
        for pattern, words in PHRASES:
            if re.fullmatch(pattern, message):
                message = re.sub(pattern, words, message)
                break
        verb = COMMANDS[self.prog.partition(" ")[2]]
        advice = f"例如 {verb.example}；每一项怎样写，看 xl-tools {verb.name} --help"
        raise Refusal(f"命令不对，{message}", advice)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code of the contract."""
    _speak_utf8()
    words = list(sys.argv[1:] if argv is None else argv)
    desk = Desk(sys.stdout, sys.stderr)
    try:
        return _run(words, desk)
    except Refusal as refusal:
        desk.note(refusal.sentence)
        return REFUSED
    except KeyboardInterrupt:
        desk.note("已停止，没有写完的文件不会留下。")
        return REFUSED
    except BrokenPipeError:
        return REFUSED
    except Exception:  # noqa: BLE001 - the shell: a bug goes to the log, not to the clerk
        desk.note(_log_trouble())
        return BROKEN


def _run(words: list[str], desk: Desk) -> int:
    if not words or words[0] in ("-h", "--help", "帮助"):
        desk.say(_overview())
        return 0
    if words[0] in ("-V", "--version"):
        desk.say(f"xl-tools {__version__}")
        return 0
    verb = COMMANDS.get(words[0])
    if verb is None:
        raise _unknown(words[0])
    parsed = _parser(verb).parse_args(words[1:])
    action = import_module(f"xl_tools.actions.{verb.name}")
    return int(action.run(parsed, desk))


def _unknown(word: str) -> Refusal:
    """What was probably meant, and all that there is."""
    from difflib import get_close_matches

    near = get_close_matches(word.lower(), COMMANDS, 1, 0.6)
    meant = f"是不是 {near[0]}？" if near else ""
    return Refusal(f"没有“{word}”这个命令", f"{meant}可用的命令是：{'、'.join(COMMANDS)}")


def _overview() -> str:
    width = max(len(name) for name in COMMANDS) + 2
    lines = [f"  {verb.name:<{width}}{verb.summary}" for verb in COMMANDS.values()]
    return "\n".join(
        [
            f"xl-tools {__version__}：编制《政府信息公开工作年度报告》",
            "",
            "用法：xl-tools 命令 [参数]",
            "",
            *lines,
            "",
            "先试试：xl-tools demo -o 样例",
            "每个命令的说明：xl-tools 命令 --help",
        ]
    )


def _parser(verb: Verb) -> _Parser:
    parser = _Parser(
        prog=f"xl-tools {verb.name}",
        usage=_usage(verb),
        description=f"{verb.summary}。",
        epilog=f"例如：{verb.example}",
        add_help=False,
        allow_abbrev=False,
        formatter_class=_Formatter,
    )
    places = parser.add_argument_group("参数")
    options = parser.add_argument_group("选项")
    for argument in verb.arguments:
        _add(options if argument.is_option else places, argument)
    options.add_argument("-h", "--help", action="help", help="显示这段说明")
    return parser


class _Formatter(argparse.HelpFormatter):
    """Help in Chinese, wide enough for it."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=96)

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """The usage line under its Chinese name."""
        super().add_usage(usage, actions, groups, prefix or "用法：")


def _usage(verb: Verb) -> str:
    words = [_usage_word(argument) for argument in verb.arguments]
    return f"xl-tools {verb.name} {' '.join(words)}".replace("%", "%%")


def _usage_word(argument: Argument) -> str:
    more = " …" if argument.many else ""
    word = " ".join(filter(None, (argument.flag, argument.shown))) + more
    return word if argument.required else f"[{word}]"


def _add(group: argparse._ArgumentGroup, argument: Argument) -> None:
    if argument.kind == "flag":
        group.add_argument(argument.flag, action="store_true", help=argument.help)
    elif argument.is_option:
        group.add_argument(
            argument.flag,
            dest=argument.name,
            metavar=argument.shown,
            required=argument.required,
            action="append" if argument.many else "store",
            type=_year if argument.kind == "year" else str,
            help=argument.help,
        )
    else:
        count = "+" if argument.many else None if argument.required else "?"
        group.add_argument(argument.name, metavar=argument.shown, nargs=count, help=argument.help)


def _year(text: str) -> int:
    if not (len(text) == 4 and text.isdecimal() and YEARS[0] <= int(text) <= YEARS[1]):
        raise argparse.ArgumentTypeError(f"应是四位数的年份，“{text}”不是")
    return int(text)


def _speak_utf8() -> None:
    """UTF-8 also where the console is GBK; a name that is no text is shown, not choked on."""
    for stream in (sys.stdout, sys.stderr):
        _reconfigure(stream)


def _reconfigure(stream: TextIO) -> None:
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _log_trouble() -> str:
    """Write the traceback into the user's log; say where it is."""
    from xl_tools.log import log_trouble

    path = log_trouble()
    return f"程序出了错，原来的文件没有动。请把日志文件“{path}”发给维护人员。"
