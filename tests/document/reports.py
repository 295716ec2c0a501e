"""Reports to print: one with a long narrative, and every figure of a form filled in."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from xl_tools.edition import builtin_editions
from xl_tools.report import Form, Organ, Report, Value, form_of

ORGAN = Organ(
    "宝清县万金山乡人民政府",
    address="宝清县万金山乡万隆村",
    postcode="155605",
    phone="0469-5150212",
    email="wanjinshan@example.com",
)
OVERVIEW = """\
2024年，万金山乡人民政府认真贯彻执行《中华人民共和国政府信息公开条例》有关规定，按照上级文件要求，严格落实相关工作部署，切实加强组织领导，健全工作机制，创新公开形式，及时、规范公开政务信息，进一步深化政府信息公开的内容，现将全年工作情况报告如下。
（一）主动公开情况。通过县政府门户网站主动公开政府文件、项目审批、通知公告等各类政府信息428条，公开乡政府会议7期，解读信息发布7条；“两微一端”发布信息1,256条，回应群众关切32次，未发生政务舆情。
（二）依申请公开情况。根据《条例》和上级部门关于依申请办理的规范要求，强化组织领导，规范办理流程，采取自行办理、协同办理、会商办理相结合的方式，确保依申请答复工作规范高效。全年受理政府信息公开申请17件，均已在法定期限内予以答复。
（三）政府信息管理
健全政府信息管理动态调整机制，进一步明确分工，突出强调对涉及人民群众的重要政务信息的收集、整理、审核，并及时回应群众关切的热点问题。同时不断加强信息员队伍建设，切实增强信息报送和发布的质量，确保信息公开的及时性、准确性。
1.严把审核关口。严格执行“分级审核、先审后发”程序，落实“三审三校”制度，从严把好政治关、法律关、政策关、保密关、文字关，未经审核报备的信息一律不准发布。
2.规范文件管理
全年制发行政规范性文件3件，废止2件，现行有效8件，均在政府网站集中公开，并注明有效期限。
（四）政府信息公开平台建设情况。加强对政府网站、政务新媒体动态全面监管，按照政务新媒体管理标准定期检查，对存在未及时更新、不良链接等问题进行严格督查，及时关停整合用户关注度低、更新不及时、无力运维的政务新媒体账号，确保公开信息及时准确规范。
（五）监督保障情况。将政府信息公开工作纳入年度目标考核体系，把信息公开工作作为科级干部平时考核重要内容，要求党政班子成员协同共进，抓好各站办所政策法规及重大事项的公开工作，并严格执行自查整改，确保公开内容准确真实、全面客观。全年开展业务培训2次，社会评议满意度为96.5%，没有发生责任追究的情形。"""
PROBLEMS = """\
2024年，我乡信息公开工作虽然取得了一些成绩，但与上级要求及群众需求相比，还存在一定的差距，主要为：
一是公开信息的时效性不够强；二是主动公开政府信息的数量还需要增加，公开的内容需要进一步细化；三是宣传和引导工作需要进一步加强。
针对上述问题，我们将依据自身实际，补齐工作短板，重点做好以下工作：一是加强各站办所协调沟通，及时将惠民利民信息及相关政策规定发布到网上；二是加大宣传力度，使社会公众对这项工作有进一步的了解和更深的认识；三是提高工作人员业务水平，不断规范答复文书。"""
OTHER = "依据《政府信息公开信息处理费管理办法》，全年收取政府信息公开信息处理费0元。"


def form(edition: str) -> Form:
    """The form of an edition."""
    return form_of(Report(edition, 2024, ORGAN), builtin_editions())


def numbered(of: Form) -> dict[str, Value]:
    """Every figure of a form, no two alike."""
    return {cell: Decimal(number) for number, cell in enumerate(of.figures(), start=1)}


def report(edition: str = "2021", cells: Mapping[str, Value] | None = None) -> Report:
    """A whole report with a long narrative; 0 in every cell unless told otherwise."""
    return Report(
        edition,
        2024 if edition == "2021" else 2020,
        ORGAN,
        dict.fromkeys(form(edition).figures(), Decimal(0)) if cells is None else cells,
        {"overview": OVERVIEW, "problems": PROBLEMS, "other": OTHER},
        date="2025-01-20",
        signature="宝清县万金山乡人民政府",
    )
