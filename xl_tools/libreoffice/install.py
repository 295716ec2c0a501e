"""Where xl_tools lies -> the script in the profiles of a user's LibreOffice, and out again."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Iterable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Final, NamedTuple

from xl_tools.libreoffice import provider

SCRIPT: Final = "xl_tools_buttons.py"
FOLDERS: Final = ("Scripts", "python")
MARK: Final = (
    "# xl-tools: script of the LibreOffice profile, written by `xl-tools libreoffice install`"
)
EMPTY: Final = "PATHS: tuple[str, ...] = ()"
MADE: Final = "# folders made for it: "

# Under the home folder, the folder of settings, and %APPDATA%: where LibreOffice keeps profiles.
LINUX: Final = (
    ".var/app/org.libreoffice.LibreOffice/config/libreoffice/4/user",  # flatpak
    "snap/libreoffice/current/.config/libreoffice/4/user",
)
SETTINGS: Final = "libreoffice/4/user"
WINDOWS: Final = "LibreOffice/4/user"
MACOS: Final = "Library/Application Support/LibreOffice/4/user"

# Where LibreOffice itself is, if it is not on the path.
PROGRAMS: Final = (
    "/usr/lib/libreoffice/program",
    "/usr/lib64/libreoffice/program",
    "/Applications/LibreOffice.app/Contents/Resources",
)


class NotOurs(Exception):
    """A file of the script's name that we did not write; `path` says where."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(str(path))


class Office(NamedTuple):
    """The LibreOffice of this machine: its program folder, its Python, can it run scripts?"""

    program: Path
    python: tuple[int, int] | None
    runs_python: bool

    @property
    def too_old(self) -> bool:
        """Is its Python known, and too old for the buttons?"""
        return self.python is not None and self.python < provider.OLDEST


# ---- where -------------------------------------------------------------------------------


def profiles(system: str, home: Path, environment: Mapping[str, str]) -> list[Path]:
    """The profiles of a user: those folders of the known places that exist."""
    if system == "win32":
        known = [Path(environment.get("APPDATA") or home / "AppData/Roaming") / WINDOWS]
    elif system == "darwin":
        known = [home / MACOS]
    else:
        settings = Path(environment.get("XDG_CONFIG_HOME") or home / ".config")
        known = [settings / SETTINGS, *(home / place for place in LINUX)]
    return [place for place in known if place.is_dir()]


def user_folder(profile: Path) -> Path:
    """The `user` folder of a profile, given that folder itself or the one above."""
    return profile if profile.name == "user" else profile / "user"


def script_path(profile: Path) -> Path:
    """Where the script stands in a profile."""
    return user_folder(profile).joinpath(*FOLDERS, SCRIPT)


def import_folders() -> tuple[str, ...]:
    """The folders from which xl_tools and xlwings are imported."""
    ours = Path(__file__).resolve().parents[2]
    found = find_spec("xlwings")
    theirs = [Path(found.origin).resolve().parents[1]] if found and found.origin else []
    return tuple(dict.fromkeys(str(folder) for folder in (ours, *theirs)))


# ---- in and out --------------------------------------------------------------------------


def script(folders: Iterable[str], made: Iterable[str] = ()) -> bytes:
    """The text of the script: ASCII, whatever the folders are called."""
    source = Path(__file__).with_name("provider.py").read_text(encoding="utf-8")
    filled = source.replace(EMPTY, EMPTY.replace("()", repr(tuple(folders))), 1)
    return f"{MARK}\n{MADE}{' '.join(made)}\n{filled}".encode("ascii", "backslashreplace")


def install(profile: Path, folders: Iterable[str]) -> bool:
    """Write the script into a profile; False where it already stood there just so."""
    path = script_path(profile)
    made = _made(path) if _is_ours(path) else _missing_folders(path)
    wanted = script(folders, made)
    if path.exists() and path.read_bytes() == wanted:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    _replace(path, wanted)
    return True


def remove(profile: Path) -> bool:
    """Take the script out, and the folders that were made for it; False where it was not there."""
    path = script_path(profile)
    if not _is_ours(path):
        return False
    made = _made(path)
    path.unlink()
    for name in sorted(made, key=len, reverse=True):
        folder = user_folder(profile) / name
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    return True


def status(profile: Path, folders: Iterable[str]) -> str:
    """Is it absent, current, or outdated: of another place or another version?"""
    path = script_path(profile)
    if not _is_ours(path):
        return "absent"
    return "current" if path.read_bytes() == script(folders, _made(path)) else "outdated"


def _is_ours(path: Path) -> bool:
    """Is it our script? NotOurs where it is somebody else's."""
    if not path.exists():
        return False
    if not path.read_bytes().startswith(MARK.encode()):
        raise NotOurs(path)
    return True


def _made(path: Path) -> list[str]:
    """Which folders were made for the script, as it says itself."""
    line = path.read_text(encoding="ascii").splitlines()[1]
    return line.removeprefix(MADE.rstrip()).split()


def _missing_folders(path: Path) -> list[str]:
    """The folders above the script that are not there yet, under the `user` folder."""
    user = path.parents[len(FOLDERS)]
    names = ["/".join(FOLDERS[:count]) for count in range(1, len(FOLDERS) + 1)]
    return [name for name in names if not (user / name).is_dir()]


def _replace(path: Path, data: bytes) -> None:
    """The whole file or none of it."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(data)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


# ---- LibreOffice itself ------------------------------------------------------------------


def find_office(search: str | None = None) -> Office | None:
    """The LibreOffice of this machine; None where there is none to be seen."""
    found = shutil.which("soffice", path=search)
    places = [Path(found).resolve().parent] if found else []
    places += [Path(place) for place in PROGRAMS]
    places += [
        Path(os.environ[name]) / "LibreOffice/program"
        for name in ("PROGRAMFILES", "PROGRAMFILES(X86)")
        if name in os.environ
    ]
    program = next((place for place in places if place.is_dir()), None)
    return None if program is None else office_in(program)


def office_in(program: Path) -> Office:
    """What stands in a program folder of LibreOffice."""
    return Office(program, _python_of(program), any(program.glob("**/pythonscript.py")))


def _python_of(program: Path) -> tuple[int, int] | None:
    """The version of LibreOffice's Python: the one it carries, else that of the system."""
    carried = [path.name for path in program.glob("python-core-*")]
    linked = [] if carried or sys.platform == "win32" else [Path("/usr/bin/python3").resolve().name]
    for name in carried + linked:
        if match := re.search(r"(\d+)\.(\d+)", name):
            return int(match[1]), int(match[2])
    return None
