"""What a person can ask for, as data: commands, buttons, ribbon, macros and help derive from it."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from xl_tools.verbs.county import COUNTY
from xl_tools.verbs.values import Argument, Button, Verb

__all__ = ["BUTTONS", "COMMANDS", "DESK_BUTTONS", "VERBS", "Argument", "Button", "Verb"]


def _input(name: str, help_text: str, *, many: bool = False) -> Argument:
    return Argument(name, "path", help_text, shown="文件", required=True, many=many)


def _output(help_text: str, *, required: bool = True, many: bool = False) -> Argument:
    return Argument("output", "path", help_text, "-o", "文件", required, many)


EDITION: Final = Argument(
    "edition", "text", "版式：2021、2019，或一个版式文件", "--edition", "版式"
)
FORCE: Final = Argument("force", "flag", "目标文件里有别的内容时也替换", "--force")
PROFILE: Final = Argument(
    "profile", "text", "版面：国标（默认）、常用，或本单位的版面文件 .toml", "--profile", "版面"
)
INSTALL: Final = Argument(
    "what",
    "text",
    "install 装上、remove 取出、status 查看",
    shown="install|remove|status",
    required=True,
)
JSON: Final = Argument("json", "flag", "在标准输出给出 JSON，不输出别的", "--json")

LEDGER: Final = Argument(
    "ledger", "path", "依申请公开台账，.xlsx 或 .csv，一行一件", "--ledger", "文件"
)
PRIOR: Final = Argument("prior", "path", "上年的报告，用来和本年比较", "--prior", "文件")

SETTINGS: Final = Argument(
    "settings", "path", "本地的设置；不写就找文件旁边的 xl-tools.toml", "--settings", "文件"
)

_VERBS: Final = (
    Verb(
        "demo",
        "用自带的样例走一遍：空白表、填数、校验、生成文档",
        (Argument("output", "path", "放在哪个文件夹（没有就新建）", "-o", "文件夹"),),
        "xl-tools demo -o 样例",
    ),
    Verb(
        "template",
        "做一份空白的官方格式工作簿",
        (
            EDITION,
            Argument("year", "year", "报告年度，默认是最近该报的一年", "--year", "年度"),
            Argument("organ", "text", "机关名称", "--organ", "名称"),
            _output("工作簿：.xlsm 带按钮，.xlsx 不带宏"),
            FORCE,
        ),
        "xl-tools template --year 2025 --organ 某某县人民政府 -o 年报.xlsx",
    ),
    Verb(
        "fill",
        "把报告、台账、上年的报告填进工作簿",
        (
            _input("template", "要填的工作簿"),
            Argument(
                "data", "path", "报告：工作簿、网页、Word、PDF、文本或 .json", "--data", "文件"
            ),
            LEDGER,
            PRIOR._replace(help="上年的报告，填进“上年数据”表"),
            Argument(
                "bridge", "flag", "旧版格式的表转到工作簿的版式，列出要重新问的数", "--bridge"
            ),
            Argument("dry_run", "flag", "只说会改哪些格子，不写文件", "--dry-run"),
            EDITION,
            _output("填好的工作簿；只看会改哪些格子时可以不写", required=False),
            FORCE,
        ),
        "xl-tools fill 空白.xlsx --data 报告.json -o 年报.xlsx",
    ),
    Verb(
        "validate",
        "校验一份或几份报告",
        (
            _input("files", "工作簿、网页、Word、PDF、文本或 .json", many=True),
            PRIOR,
            SETTINGS,
            LEDGER._replace(help="依申请公开台账，用来和表三、表四逐格比较"),
            EDITION,
            JSON,
            Argument("list", "flag", "写成 .xlsx 时只要一份问题清单；几个文件总是这样", "--list"),
            _output("校验结果：网页 .html，标出问题的工作簿 .xlsx，或 .json", required=False),
            FORCE,
        ),
        "xl-tools validate 年报.xlsx",
        Button(
            "校验",
            "检查全部勾稽关系和填写规则，标出有问题的格子，列在“校验”表里",
            "GK_Validate",
            "AcceptInvitation",
            ("front", "table", "text", "checks"),
            "“校验”表里的公式照样在检查",
        ),
    ),
    Verb(
        "next",
        "跳到下一个有问题的格子",
        button=Button(
            "下一个问题",
            "跳到下一个有问题的格子，在状态栏说明是什么问题",
            "GK_Next",
            "FindNext",
            ("front", "table", "text", "checks"),
            "请看“校验”表里红色的行，点“去改”",
        ),
    ),
    Verb(
        "mend",
        "把最可能填错的一格改过来，改前先问",
        button=Button(
            "改这一格",
            "选中一个有问题的格子再点：程序说出应为多少，问过以后才改，记在“改动记录”里",
            "GK_Mend",
            "ReviewAcceptChange",
            ("front", "table", "checks"),
            "请看表格右边写着的“应为”多少，对照台账自己改",
        ),
    ),
    Verb(
        "prior",
        "把上年的报告读进“上年数据”表",
        button=Button(
            "导入上年",
            "在本工作簿旁边找上年的报告（工作簿、文档或网页），读进“上年数据”表，和本年比较",
            "GK_Prior",
            "GetExternalDataFromText",
            ("prior",),
            "请从上年公布的网页上复制三张表，贴到“上年数据”表",
        ),
    ),
    Verb(
        "restore",
        "恢复被粘贴弄乱的格式、填写限制和合计公式",
        button=Button(
            "恢复格式",
            "粘贴弄乱了颜色、边框、填写限制或公式时，恢复成官方样子，填的数不动",
            "GK_Restore",
            "FormatPainter",
            ("front", "table", "text"),
            "请以后用“选择性粘贴”里的“数值”",
        ),
    ),
    Verb(
        "assemble",
        "生成最终的年度报告文档",
        (
            _input("file", "工作簿、网页、Word、PDF、文本或 .json"),
            EDITION,
            PROFILE,
            _output("文档：Word .docx，网页 .html，.pdf；可以写几个 -o", many=True),
            FORCE,
        ),
        "xl-tools assemble 年报.xlsx -o 年报.docx",
        Button(
            "生成报告",
            "生成 Word 格式的年度报告，放在本工作簿旁边",
            "GK_Assemble",
            "FileSaveAsWordDocx",
            ("front", "checks"),
            "请保存后交给装了 xl-tools 的电脑生成",
        ),
    ),
    Verb(
        "extract",
        "把工作簿、网页、Word、PDF、文本里的报告读成数据",
        (
            _input("file", "工作簿、网页、Word、PDF 或文本"),
            EDITION,
            _output("以 .json 结尾；以 .xlsx 结尾时填进空白工作簿"),
            FORCE,
        ),
        "xl-tools extract 年报.xlsx -o 年报.json",
    ),
    Verb(
        "ledger",
        "数依申请公开台账：表三、表四各格是多少、是哪些件，哪些要问、哪些超期",
        (
            Argument("file", "path", "台账，.xlsx 或 .csv，一行一件", shown="台账"),
            Argument("year", "year", "数哪一年的", "--year", "年度"),
            Argument("as_of", "text", "没有办完的看到哪一天，默认是年底", "--as-of", "日期"),
            Argument("answers", "path", "在“待分类”表里选定过的工作簿", "--answers", "文件"),
            Argument("organ", "text", "机关名称", "--organ", "名称"),
            Argument("blank", "flag", "做一份空白台账，各列有填写限制", "--blank"),
            EDITION,
            JSON,
            _output("数出的结果：.json，或填好表三、表四的工作簿 .xlsx", required=False),
            FORCE,
        ),
        "xl-tools ledger 台账.xlsx --year 2025",
        Button(
            "从台账填报",
            "在本工作簿旁边找依申请公开台账，数出表三、表四，问过以后才填；数不清的列在“待分类”表",
            "GK_Ledger",
            "TableInsertExcel",
            ("front",),
            "请照台账自己数，填进表三、表四",
        ),
    ),
    Verb(
        "explain",
        "说明一条规则或一个单元格是什么、怎么填；或者给工作簿里的一个问题写明原因",
        (
            Argument(
                "what",
                "text",
                "规则（T3-BAL）或单元格名称；写原因时是工作簿和规则",
                shown="规则或单元格",
                required=True,
                many=True,
            ),
            Argument("reason", "text", "为什么这样填没有错", "--reason", "原因"),
            Argument("cells", "text", "说的是哪几格，几个之间用逗号隔开", "--cells", "单元格"),
            Argument("by", "text", "谁说明的", "--by", "姓名"),
            PRIOR,
            EDITION,
            _output("写进另一份；不写就改在工作簿里，旁边留一份改以前的", required=False),
            FORCE,
        ),
        'xl-tools explain 年报.xlsx CY-VALID --reason "清理后失效2件，已公告"',
        Button(
            "说明原因",
            "选中一个可以说明的问题再点：跳到写原因的格子，写好以后状态变成“已说明”",
            "GK_Explain",
            "ReviewNewComment",
            ("checks",),
            "请在“校验”表那一行的“情况说明”一列写原因",
        ),
    ),
    Verb(
        "export",
        "做一份不含宏的工作簿，用来报送",
        (
            _input("workbook", "填好的工作簿，.xlsm 或 .xlsx"),
            EDITION,
            _output("不含宏的工作簿，以 .xlsx 结尾"),
            FORCE,
        ),
        "xl-tools export 年报.xlsm -o 报送.xlsx",
        Button(
            "导出报送件",
            "另做一份不含宏的工作簿，放在本工作簿旁边，用来报送",
            "GK_Export",
            "FileSaveAsExcelXlsx",
            ("front",),
            "请用“另存为”，选“Excel 工作簿（*.xlsx）”",
        ),
    ),
    Verb(
        "publish",
        "做好公布到网站要用的全部文件：粘贴用的正文、下载用的文档、数据",
        (
            _input("workbook", "填好的工作簿，或任何一份读得出的报告"),
            PRIOR._replace(help="上年的报告，图解里与本年并排；工作簿里填了上年数据的不用写"),
            EDITION,
            PROFILE,
            Argument("output", "path", "放在哪个文件夹（没有就新建）", "-o", "文件夹", True),
            FORCE,
        ),
        "xl-tools publish 年报.xlsx -o 公布",
    ),
    Verb(
        "compare",
        "公布的网页、PDF 或 Word 文件与工作簿逐项核对",
        (
            _input("pages", "公布的网页（另存的 .html）、PDF 或 Word 文件", many=True),
            _input("workbook", "工作簿，或任何一份读得出的报告"),
            EDITION,
            JSON,
        ),
        "xl-tools compare 网页.html 年报.pdf 年报.xlsx",
    ),
    Verb(
        "judge",
        "检查成稿：Word、网页或 PDF 是不是合格式、合版面",
        (
            _input("file", "成稿：Word 文件、网页或 PDF，谁做的都行"),
            EDITION,
            JSON,
            _output("检查结果：网页 .html 或 .json", required=False),
            FORCE,
        ),
        "xl-tools judge 年报.docx",
    ),
    Verb(
        "diff",
        "两份报告的不同：改了哪些数，改了哪几句话",
        (
            _input("old", "原来的一份：工作簿、网页、Word、PDF、文本或 .json"),
            _input("new", "现在的一份"),
            EDITION,
            JSON,
            _output("写成网页 .html、文本 .txt 或 .json", required=False),
            FORCE,
        ),
        "xl-tools diff 初稿.xlsx 定稿.docx -o 修改.html",
    ),
    Verb(
        "mail",
        "做一封邮件草稿，附上不含宏的工作簿、文档和文件清单",
        (
            _input("files", "填好的工作簿；后面可以再写要一起附上的文件", many=True),
            Argument("to", "text", "收件人的邮箱，几个之间用逗号隔开", "--to", "邮箱", True),
            EDITION,
            Argument("eml", "path", "邮件草稿，默认放在工作簿旁边", "--eml", "文件"),
            FORCE,
        ),
        "xl-tools mail 年报.xlsm --to xxgk@example.gov.cn",
        Button(
            "发送邮件",
            "做一封邮件草稿，附上不含宏的工作簿、Word 文档和文件清单",
            "GK_Mail",
            "FileSendAsAttachment",
            ("front",),
            "请把工作簿另存为 .xlsx，自己附在邮件里",
        ),
    ),
    *COUNTY,
    Verb(
        "libreoffice",
        "工作簿的按钮在 LibreOffice 里：装上、取出、看看装了没有",
        (
            INSTALL,
            Argument("profile", "path", "LibreOffice 的用户文件夹", "--profile", "文件夹"),
        ),
        "xl-tools libreoffice install",
    ),
    Verb(
        "addin",
        "工作簿的按钮在 Excel 里（Windows）：装上、取出、看看装了没有",
        (
            INSTALL,
            Argument("home", "path", "用户文件夹，默认是自己的", "--home", "文件夹"),
        ),
        "xl-tools addin install",
    ),
    Verb(
        "doctor",
        "看看这台电脑上有什么、缺什么、怎么补",
        (Argument("workbook", "path", "带按钮的工作簿，看它和这台电脑合不合", shown="文件"),),
        "xl-tools doctor 年报.xlsm",
    ),
    Verb(
        "help",
        "看怎么用，以及这台电脑上能用哪些功能",
        button=Button(
            "帮助",
            "看怎么填、每个按钮做什么",
            "GK_Help",
            "Help",
            ("front",),
            "请看“使用说明”表",
        ),
    ),
)
VERBS: Final = MappingProxyType({verb.name: verb for verb in _VERBS})
COMMANDS: Final = MappingProxyType({name: verb for name, verb in VERBS.items() if verb.example})
_CLICKED: Final = {name: verb for name, verb in VERBS.items() if verb.button}
# The buttons of a unit's workbook, and those of 汇总台.
DESK_BUTTONS: Final = MappingProxyType(
    {name: verb for name, verb in _CLICKED.items() if verb.button and "desk" in verb.button.sheets}
)
BUTTONS: Final = MappingProxyType(
    {name: verb for name, verb in _CLICKED.items() if name not in DESK_BUTTONS}
)
