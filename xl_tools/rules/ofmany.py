"""The words of rules about the reports of many units together; `rollup` asks them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from xl_tools.edition import Rule

LETTER: Final = "国办公开办函〔2021〕30号"
_PLAIN: Final[dict[str, Any]] = {
    "severity": "warning",
    "explainable": True,
    "settings": MappingProxyType({}),
    "sure": True,
}
_LIKELY: Final = {**_PLAIN, "sure": False}

SUM: Final = Rule(
    "RU-SUM",
    "汇总数是各单位之和",
    basis=f"{LETTER}逐级汇总",
    advice="催报没有交的单位；没有计入的文件问清后再汇总；已知的合计不符时按提示逐个单位核对",
    meaning="还缺单位、有格子不是数、旧版格式里没有这一格，或者已知的合计与各单位之和不同。",
    **_PLAIN,
)
FILE: Final = Rule(
    "RU-FILE",
    "每个文件都读得出",
    basis=f"{LETTER}“统得出”",
    advice="请单位另交一份；读不出的不当作零",
    meaning="收到的文件里有打不开、加了密码或者不是年度报告的。",
    **{**_PLAIN, "severity": "error", "explainable": False},
)
DUP: Final = Rule(
    "RU-DUP",
    "一个单位只计一份",
    basis=f"{LETTER}“报得准”",
    advice="留下对的一份；政府和政府办公室只报一份",
    meaning="一个单位交了几份不同的，政府和政府办公室都交了，或者共同被告的案件计了两次。",
    **_PLAIN,
)
SCOPE: Final = Rule(
    "RU-SCOPE",
    "汇总的范围",
    basis=f"{LETTER}；条例第五十四、五十五条",
    advice="垂直管理的单位、公共企事业单位不汇总；该汇总的补进名单；本级报告只含本机关的数",
    meaning="有不在名单上的、不该汇总的单位，或者本级报告里已经含了各单位的数。",
    **_PLAIN,
)
YEAR: Final = Rule(
    "RU-YEAR",
    "各单位是同一年度",
    basis="条例第五十条",
    advice="请单位按本年度的格式重报",
    meaning="交来的报告是别的年度的，或者用的不是本年度的格式。",
    **_PLAIN,
)
LATE: Final = Rule(
    "RU-LATE",
    "按期报送",
    basis=f"{LETTER}报送时间",
    advice="下一年提早催报",
    meaning="有单位在截止日期以后才交。",
    **_PLAIN,
)
SAME: Final = Rule(
    "RU-SAME",
    "各单位的表不会完全相同",
    basis=f"{LETTER}“报得准”",
    advice="核对是不是填了别的单位的数",
    meaning="两个以上单位的一张表，每一格都相同。",
    **_LIKELY,
)
FAR: Final = Rule(
    "RU-FAR",
    "各单位的数不与上年、同类单位悬殊",
    basis=f"{LETTER}“报得准”",
    advice="核对是不是多写、少写了一位，或用错了单位",
    meaning="一个单位的数与它上年的、与同类单位一般的数相差十倍以上。",
    **_LIKELY,
)
PRIOR: Final = Rule(
    "RU-PRIOR",
    "各单位都和上年比",
    basis="条例第五十条；上年第四项即本年第二项",
    advice="把缺的上年报告补进文件夹再比",
    meaning="有单位没有找到上年的报告，没有比。",
    **{**_PLAIN, "severity": "info"},
)
TEXT: Final = Rule(
    "RU-TEXT",
    "正文按合计写",
    basis=f"{LETTER}“统得出、报得准、可核查”",
    advice="请把总体情况等部分改成本级和各单位合起来的情况，再成文公布",
    meaning="表里是本级和各单位的合计，正文却还是本级机关自己那一份的。",
    **_PLAIN,
)
SUED: Final = DUP._replace(title="共同被告只计一次", basis="国办公开办函〔2016〕201号", sure=False)
RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {one.id: one for one in (SUM, FILE, DUP, SCOPE, YEAR, LATE, SAME, FAR, PRIOR, TEXT)}
)
