"""The habits of layout that a command is told: a name, or a file that an office keeps."""

from __future__ import annotations

from pathlib import Path

from xl_tools.document.profile import PROFILES, STANDARD, Profile, profile_from_toml
from xl_tools.files import read_whole
from xl_tools.refusal import Refusal


def profile_with(option: str | None) -> Profile:
    """The profile of that name or in that file; the standard where none is named."""
    if not option:
        return STANDARD
    if option in PROFILES:
        return PROFILES[option]
    path = Path(option)
    if path.suffix.lower() != ".toml" and not path.exists():
        known = "、".join(PROFILES)
        raise Refusal(f"没有“{option}”这种版面", f"可以写 {known}，或一个 .toml 文件")
    try:
        text = read_whole(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal("版面文件不是 UTF-8", "请另存为 UTF-8 再试", file=str(path)) from None
    return profile_from_toml(text, str(path))
