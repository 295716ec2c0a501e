"""What an office that collects the reports of many units can ask for."""

from __future__ import annotations

from typing import Final

from xl_tools.verbs.values import Argument, Verb

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
)
