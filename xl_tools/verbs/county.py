"""What an office that collects the reports of many units can ask for."""

from __future__ import annotations

from typing import Final

from xl_tools.verbs.values import Argument, Button, Verb

COUNTY: Final = (
    Verb(
        "dispatch",
        "给名单上的每个单位做好一份工作簿和一封邮件草稿，上年结转数已经填上",
        (
            Argument(
                "roster",
                "path",
                "单位名单（.xlsx 或 .csv），写着单位、角色、级别、邮箱、截止日期",
                shown="名单",
                required=True,
            ),
            Argument("prior", "path", "各单位上年的报告放在哪个文件夹", "--prior", "文件夹"),
            Argument("year", "year", "报告年度，默认看名单，再看最近该报的一年", "--year", "年度"),
            Argument("output", "path", "放在哪个文件夹（没有就新建）", "-o", "文件夹", True),
            Argument("force", "flag", "目标文件里有别的内容时也替换", "--force"),
        ),
        "xl-tools dispatch 名单.xlsx --prior 去年收到 -o 下发",
    ),
    Verb(
        "rollup",
        "把各单位的报告汇总成本级的，每个数都有来源",
        (
            Argument(
                "paths",
                "path",
                "收到的文件夹、文件、压缩包或邮件（.eml）",
                shown="文件或文件夹",
                required=True,
                many=True,
            ),
            Argument(
                "roster", "path", "单位名单（.xlsx 或 .csv）：谁该报、何时报", "--roster", "文件"
            ),
            Argument("own", "path", "本级机关自己的报告，和各单位的一起相加", "--own", "文件"),
            Argument(
                "stated",
                "path",
                "已经知道的合计（上报或公布的），和各单位之和比较，说明差在哪里",
                "--stated",
                "文件",
            ),
            Argument(
                "codefendants",
                "path",
                "复议机关作共同被告的案件，从它的数里减去，只在原行为单位计：一件一行的 .csv、"
                ".xlsx，列名是案号或说明、原行为单位、复议机关、结果、件数；名单用汇总台.xlsm 的，"
                "就看它的“共同被告”表",
                "--codefendants",
                "文件",
            ),
            Argument(
                "prior",
                "path",
                "各单位上年的报告放在哪个文件夹（或压缩包）：逐个单位和上年比",
                "--prior",
                "文件夹",
            ),
            Argument(
                "back",
                "path",
                "退回的放在哪个文件夹（没有就新建）：标出问题的工作簿、信、催报名单、进度页",
                "--return",
                "文件夹",
            ),
            Argument(
                "csv",
                "path",
                "各单位的每个数和来源写成 CSV（一行一格，附数据字典），放在哪个文件夹",
                "--csv",
                "文件夹",
            ),
            Argument(
                "parquet",
                "path",
                "同上，写成 Parquet，供 pandas 等程序读（先装 xl-tools[parquet]）",
                "--parquet",
                "文件夹",
            ),
            Argument(
                "cluster",
                "text",
                "在 Dask 集群上读（先装 xl-tools[cluster]），如 tcp://主机:8786",
                "--cluster",
                "地址",
            ),
            Argument("year", "year", "汇总的年度，默认看名单，再看多数报告", "--year", "年度"),
            Argument("json", "flag", "在标准输出给出 JSON，不输出别的", "--json"),
            Argument(
                "output",
                "path",
                "汇总表，以 .xlsx 结尾：官方各表、各单位数据、来源、问题、未交单位",
                "-o",
                "文件",
                True,
            ),
            Argument("force", "flag", "目标文件里有别的内容时也替换", "--force"),
        ),
        "xl-tools rollup 收到 --roster 名单.xlsx -o 汇总.xlsx",
    ),
    Verb(
        "county",
        "做一份汇总台：带按钮的工作簿，下发、收齐、催报、退回、汇总，点一下就做",
        (
            Argument(
                "roster", "path", "单位名单（.xlsx 或 .csv），填进“名单”表", "--roster", "文件"
            ),
            Argument("year", "year", "报告年度，默认看名单，再看最近该报的一年", "--year", "年度"),
            Argument("organ", "text", "本级政府的名称", "--organ", "名称"),
            Argument("output", "path", "汇总台，以 .xlsm 结尾", "-o", "文件", True),
            Argument("force", "flag", "目标文件里有别的内容时也替换", "--force"),
        ),
        "xl-tools county --roster 名单.xlsx --year 2025 --organ 某某县人民政府 -o 汇总台.xlsm",
    ),
    Verb(
        "send_out",
        "给名单上的每个单位做一份工作簿和一封邮件草稿",
        button=Button(
            "下发",
            "照“名单”给每个单位做一份工作簿和一封邮件草稿，放进下发文件夹，问过以后才写",
            "GK_SendOut",
            "MailMergeMergeToEmail",
            ("desk",),
            "请用命令 xl-tools dispatch 汇总台.xlsm -o 下发",
        ),
    ),
    Verb(
        "collect",
        "选收到的文件夹，汇总成一份，写明每个单位的状态",
        button=Button(
            "选文件夹汇总",
            "选放着各单位报告的文件夹，读完以后列出每个单位的状态，问过以后写出汇总.xlsx",
            "GK_Collect",
            "FileOpen",
            ("desk",),
            "请用命令 xl-tools rollup 收到 --roster 汇总台.xlsm --own 本级.xlsx -o 汇总.xlsx",
        ),
    ),
    Verb(
        "chase",
        "列出没交的、要重报的单位和邮箱，写好催报的话",
        button=Button(
            "催报名单",
            "列出没交的、要重报的、迟报的单位和邮箱，写好催报的话和一封邮件草稿",
            "GK_Chase",
            "Call",
            ("desk",),
            "请用命令 xl-tools rollup 收到 --roster 汇总台.xlsm --return 退回 -o 汇总.xlsx",
        ),
    ),
    Verb(
        "send_back",
        "给有问题的单位做好退回的工作簿和信",
        button=Button(
            "退回",
            "给有问题的每个单位做一份标出问题的工作簿和一封信，放进退回文件夹，问过以后才写",
            "GK_SendBack",
            "Reply",
            ("desk",),
            "请用命令 xl-tools rollup 收到 --roster 汇总台.xlsm --return 退回 -o 汇总.xlsx",
        ),
    ),
    Verb(
        "own_report",
        "本级报告和各单位的相加，生成本级的工作簿和 Word 文档",
        button=Button(
            "生成本级报告",
            "本级报告和各单位的相加，生成填好的本级工作簿和 Word 文档，放在汇总台旁边",
            "GK_OwnReport",
            "FileSaveAsWordDocx",
            ("desk",),
            "请用命令 xl-tools rollup 收到 --roster 汇总台.xlsm --own 本级.xlsx -o 汇总.xlsx，"
            "再用 xl-tools assemble 汇总.xlsx -o 本级.docx",
        ),
    ),
)
