"""The script goes into a profile, and out again without a trace."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from xl_tools.cli import main
from xl_tools.libreoffice import install as installing
from xl_tools.libreoffice.install import (
    NotOurs,
    find_office,
    import_folders,
    install,
    office_in,
    profiles,
    remove,
    script_path,
    status,
)

FOLDERS = ("/一", "/二")


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    (tmp_path / "4" / "user").mkdir(parents=True)
    return tmp_path / "4"


def tree(folder: Path) -> dict[str, bytes | None]:
    """All that is under a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


@pytest.mark.parametrize(
    "before", [[], ["Scripts"], ["Scripts/python"], ["Scripts/python/others", "Scripts/basic"]]
)
def test_out_again_everything_is_as_before(profile: Path, before: list[str]) -> None:
    for name in before:
        (profile / "user" / name).mkdir(parents=True)
    found = tree(profile)
    assert status(profile, FOLDERS) == "absent"
    assert install(profile, FOLDERS)
    assert script_path(profile).read_bytes().startswith(installing.MARK.encode())
    assert status(profile, FOLDERS) == "current"
    assert not install(profile, FOLDERS)
    assert remove(profile)
    assert tree(profile) == found
    assert not remove(profile)


def test_a_script_of_another_place_is_replaced(profile: Path) -> None:
    install(profile, ["/旧"])
    assert status(profile, FOLDERS) == "outdated"
    assert install(profile, FOLDERS)
    assert status(profile, FOLDERS) == "current"
    remove(profile)
    assert tree(profile) == {"user": None}


def test_what_others_put_beside_it_stays(profile: Path) -> None:
    install(profile, FOLDERS)
    other = script_path(profile).with_name("其他.py")
    other.write_text("x = 1\n", encoding="utf-8")
    remove(profile)
    assert [path for path in tree(profile) if path.endswith(".py")] == [
        "user/Scripts/python/其他.py"
    ]


@pytest.mark.parametrize("act", [lambda p: install(p, FOLDERS), remove, lambda p: status(p, ())])
def test_a_script_that_is_not_ours_is_left_alone(profile: Path, act: Callable[..., Any]) -> None:
    path = script_path(profile)
    path.parent.mkdir(parents=True)
    path.write_text("# 别人的\n", encoding="utf-8")
    with pytest.raises(NotOurs):
        act(profile)
    assert path.read_text(encoding="utf-8") == "# 别人的\n"


def test_the_user_folder_itself_is_a_profile_too(profile: Path) -> None:
    assert script_path(profile / "user") == script_path(profile)


@pytest.mark.parametrize(
    ("system", "place", "environment"),
    [
        ("linux", ".config/libreoffice/4/user", {}),
        ("linux", "set/libreoffice/4/user", {"XDG_CONFIG_HOME": "set"}),
        ("linux", ".var/app/org.libreoffice.LibreOffice/config/libreoffice/4/user", {}),
        ("linux", "snap/libreoffice/current/.config/libreoffice/4/user", {}),
        ("win32", "AppData/Roaming/LibreOffice/4/user", {}),
        ("win32", "漫游/LibreOffice/4/user", {"APPDATA": "漫游"}),
        ("darwin", "Library/Application Support/LibreOffice/4/user", {}),
    ],
)
def test_profiles_are_found_where_each_system_keeps_them(
    tmp_path: Path, system: str, place: str, environment: dict[str, str]
) -> None:
    absolute = {name: str(tmp_path / value) for name, value in environment.items()}
    assert profiles(system, tmp_path, absolute) == []
    (tmp_path / place).mkdir(parents=True)
    assert profiles(system, tmp_path, absolute) == [tmp_path / place]


def test_both_packages_can_be_imported_from_the_folders() -> None:
    folders = [Path(folder) for folder in import_folders()]
    for name in ("xl_tools", "xlwings"):
        assert any((folder / name / "__init__.py").is_file() for folder in folders)


@pytest.mark.parametrize(
    ("core", "version", "old"),
    [
        ("python-core-3.8.16", (3, 8), True),
        ("python-core-3.11.9", (3, 11), False),
        ("python-core-3.12.8", (3, 12), False),
    ],
)
def test_libreoffice_tells_its_python(
    tmp_path: Path, core: str, version: tuple[int, int], old: bool
) -> None:
    (tmp_path / core).mkdir()
    office = office_in(tmp_path)
    assert (office.python, office.too_old, office.runs_python) == (version, old, False)
    (tmp_path / "pythonscript.py").touch()
    assert office_in(tmp_path).runs_python


def test_libreoffice_is_found_on_the_path(tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.mkdir()
    (program / "soffice").touch(mode=0o755)
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "soffice").symlink_to(program / "soffice")
    found = find_office(str(tmp_path / "bin"))
    assert found is not None
    assert found.program == program


# ---- the command ---------------------------------------------------------------------------


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[..., tuple[int, str, str]]:
    monkeypatch.setattr("xl_tools.cli._reconfigure", lambda stream: None)
    office = installing.Office(Path("program"), (3, 8), False)
    monkeypatch.setattr(installing, "find_office", lambda: office)

    def call(*words: str) -> tuple[int, str, str]:
        code = main(["libreoffice", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_the_command_installs_shows_and_removes(
    run: Callable[..., tuple[int, str, str]], profile: Path
) -> None:
    here = ("--profile", str(profile))
    assert "没有装" in run("status", *here)[1]
    code, said, noted = run("install", *here)
    assert (code, script_path(profile).is_file()) == (0, True)
    assert str(script_path(profile)) in said
    assert "3.8，按钮需要 3.11 以上" in noted
    assert "libreoffice-script-provider-python" in noted
    assert "早已装好" in run("install", *here)[1]
    assert "已装好" in run("status", *here)[1]
    code, said, noted = run("remove", *here)
    assert (code, noted, tree(profile)) == (0, "", {"user": None})
    assert "没有装" in run("remove", *here)[1]


def test_the_command_finds_the_profile_of_the_user(
    run: Callable[..., tuple[int, str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    assert run("install")[0] == 2
    user = tmp_path / ".config" / "libreoffice" / "4" / "user"
    user.mkdir(parents=True)
    assert run("install")[0] == 0
    assert script_path(user).is_file()


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (("einbauen",), "install、remove、status"),
        (("install", "--profile", "没有"), "文件“没有”"),
        ((), "缺少"),
    ],
)
def test_a_wrong_call_is_one_sentence(
    run: Callable[..., tuple[int, str, str]], words: tuple[str, ...], part: str
) -> None:
    code, said, noted = run(*words)
    assert (code, said) == (2, "")
    assert part in noted


def test_a_script_of_somebody_else_is_refused(
    run: Callable[..., tuple[int, str, str]], profile: Path
) -> None:
    path = script_path(profile)
    path.parent.mkdir(parents=True)
    path.write_text("# 别人的\n", encoding="utf-8")
    code, _, noted = run("install", "--profile", str(profile))
    assert (code, noted.count("\n")) == (2, 1)
    assert "不是 xl-tools 写的" in noted


def test_a_profile_that_cannot_be_written_is_refused(
    run: Callable[..., tuple[int, str, str]], profile: Path
) -> None:
    (profile / "user" / "Scripts").write_text("", encoding="utf-8")  # a file where a folder goes
    code, _, noted = run("install", "--profile", str(profile))
    assert code == 2
    assert "写不进去" in noted


def test_without_libreoffice_the_command_says_what_it_could_not_check(
    run: Callable[..., tuple[int, str, str]], profile: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installing, "find_office", lambda: None)
    code, _, noted = run("status", "--profile", str(profile))
    assert code == 0
    assert "没有找到 LibreOffice 的程序" in noted
