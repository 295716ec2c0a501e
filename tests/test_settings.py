"""An office's own settings: read where they lie, every fault named with file and key."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.running import Run
from xl_tools.builtin import template_path
from xl_tools.refusal import Refusal
from xl_tools.samples import sample_path
from xl_tools.settings import DEFAULTS, FILE, Word
from xl_tools.settingsfile import load_settings, read_words, settings_near

COUNTY = str(sample_path("county-2024"))


@pytest.fixture(autouse=True)
def _no_settings_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    monkeypatch.setattr("xl_tools.settingsfile.user_folder", lambda: home)


def written(folder: Path, text: str, name: str = FILE) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def refusal(path: Path) -> str:
    with pytest.raises(Refusal) as raised:
        load_settings(path)
    return raised.value.sentence


def test_the_file_that_documents_the_settings_says_the_defaults() -> None:
    assert load_settings(template_path(FILE)) == DEFAULTS


def test_the_file_that_documents_the_settings_names_every_one_of_them() -> None:
    text = template_path(FILE).read_text(encoding="utf-8")
    for name, group in DEFAULTS._asdict().items():
        own = text.partition(f"[{name}]")[2].partition("\n[")[0]
        assert own
        assert [key for key in group._fields if f"\n{key} = " not in own] == []


def test_what_the_file_does_not_say_is_as_by_default(tmp_path: Path) -> None:
    settings = load_settings(written(tmp_path, "[repetition]\nshare = 50\n"))
    assert settings == DEFAULTS._replace(repetition=DEFAULTS.repetition._replace(share=50))


def test_the_folder_of_the_workbook_comes_before_the_users(tmp_path: Path) -> None:
    written(tmp_path / "home", "[repetition]\nshare = 40\n")
    book = tmp_path / "county" / "年报.xlsx"
    assert settings_near(book).repetition.share == 40
    assert settings_near(None).repetition.share == 40
    written(tmp_path / "county", "[repetition]\nshare = 30\n")
    assert settings_near(book).repetition.share == 30


def test_without_any_file_the_defaults_hold(tmp_path: Path) -> None:
    assert settings_near(tmp_path / "年报.xlsx") is DEFAULTS


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[repetitions]\nshare = 50", "不认识“repetitions”，可以写的是：limits、repetition、"),
        (
            "[repetition]\nshares = 50",
            "不认识“repetition.shares”，[repetition] 里可以写的是：share",
        ),
        ("repetition = 5", "“repetition”应是一节，请写成 [repetition]"),
        ('[repetition]\nshare = "50"', "“repetition.share”写成了 '50'，应是不小于 0 的整数"),
        ("[repetition]\nshare = true", "“repetition.share”写成了 True，应是不小于 0 的整数"),
        ("[repetition]\nshare = -1", "“repetition.share”写成了 -1，应是不小于 0 的整数"),
        ("[fees]\nstate_zero = 1", "“fees.state_zero”写成了 1，应是 true 或 false"),
        (
            '[dates]\ncounty = "2月20日"',
            "“dates.county”写成了 '2月20日'，应是每年都有的月和日，例如 01-31",
        ),
        ('[dates]\ncounty = "02-29"', "“dates.county”写成了 '02-29'，应是每年都有的月和日"),
        ('[dates]\ncounty = "04-31"', "“dates.county”写成了 '04-31'，应是每年都有的月和日"),
        ('[texts]\nother = "提案"', "“texts.other”写成了 '提案'，应是方括号里的一串文字"),
        ("[texts]\nother = [1]", "“texts.other”写成了 [1]，应是方括号里的一串文字"),
        ("[words]\nwrong = ['截止']", "“words.wrong”里有一项写成了 '截止'，应是 [[words.wrong]]"),
        ("[[words.wrong]]\nright = '截至'", "“words.wrong”里有一项写成了"),
        ("[[words.wrong]]\nwrong = '截止'\nserious = 1", "“words.wrong”里有一项写成了"),
        ("[repetition", "设置文件不合 TOML 语法（"),
        ("[fees]\nstate_zero = = 1", "设置文件不合 TOML 语法（第 2 行第 14 个字附近）"),
        ("[words]\nwrong = [", "设置文件不合 TOML 语法（最后一行）"),
    ],
)
def test_a_fault_is_one_sentence_with_file_and_key(tmp_path: Path, text: str, said: str) -> None:
    sentence = refusal(written(tmp_path, text))
    assert sentence.startswith(f"文件“{tmp_path / FILE}”：")
    assert said in sentence


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_bytes("[texts]\nother = ['提案']".encode("gb18030"))
    assert "请用记事本另存为 UTF-8" in refusal(path)


def test_single_words_and_lists_are_read_together(tmp_path: Path) -> None:
    csv = "序号,易错词,替换词,是否严重\n1,截止目前,截至目前,0\n2,行政法复议,行政复议,1\n3,,,\n"
    (tmp_path / "甲.csv").write_bytes(csv.encode("gb18030"))
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["网站的词表"], ["是否严重", "易错词", "替换词"], ["是", "坛子", None]):
        sheet.append(row)
    book.save(tmp_path / "乙.xlsx")
    text = (
        '[words]\nlists = ["甲.csv", "乙.xlsx"]\n[[words.wrong]]\nwrong = "帐号"\nright = "账号"\n'
    )
    assert load_settings(written(tmp_path, text)).words.wrong == (
        Word("帐号", "账号"),
        Word("截止目前", "截至目前"),
        Word("行政法复议", "行政复议", serious=True),
        Word("坛子", serious=True),
    )


def test_a_list_without_its_head_or_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, '[words]\nlists = ["甲.csv"]\n')
    assert refusal(path) == f"文件“{tmp_path / '甲.csv'}”：找不到这个文件，请检查文件名和位置。"
    (tmp_path / "甲.csv").write_text("错,对\n", encoding="utf-8")
    assert "词表里没有“易错词”这一列，第一行应是：易错词 | 替换词 | 是否严重" in refusal(path)


def test_a_list_with_semicolons_is_read_and_one_without_its_last_quote_is_refused(
    tmp_path: Path,
) -> None:
    path = tmp_path / "词表.csv"
    path.write_text("易错词;替换词\n截止;截至\n", encoding="utf-8")
    assert [(one.wrong, one.right) for one in read_words(path)] == [("截止", "截至")]
    path.write_text('易错词,替换词\n"截止,截至\n' + "年" * 200_000, encoding="utf-8")
    with pytest.raises(Refusal, match="不是完整的 CSV 表") as refused:
        list(read_words(path))
    assert refused.value.file == str(path)


def test_validate_takes_the_file_that_is_named(run: Run, tmp_path: Path) -> None:
    path = written(tmp_path, "[limits]\noverview = 5\n", "本县.toml")
    code, said, _ = run("validate", COUNTY, "--settings", str(path))
    assert code == 1  # the sample is printed in the edition before
    assert "〔S-LEN〕" in said
    assert "〔S-LEN〕" not in run("validate", COUNTY)[1]


def test_a_bad_settings_file_is_a_bad_call(run: Run, tmp_path: Path) -> None:
    path = written(tmp_path, "[limits]\noverwiew = 5\n", "本县.toml")
    code, said, noted = run("validate", COUNTY, "--settings", str(path))
    assert (code, said) == (2, "")
    assert noted.count("\n") == 1
    assert f"文件“{path}”：不认识“limits.overwiew”" in noted


def test_settings_beside_each_file_count_for_it(run: Run, tmp_path: Path) -> None:
    report = Path(COUNTY).read_bytes()
    for name in ("甲", "乙"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "年报.json").write_bytes(report)
    written(tmp_path / "乙", "[limits]\noverview = 5\n")
    code, said, _ = run("validate", "甲/年报.json", "乙/年报.json")
    assert code == 1
    first, second = said.split("乙/年报.json")
    assert "〔S-LEN〕" not in first
    assert "〔S-LEN〕" in second
