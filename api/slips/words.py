"""The words on a slip that do not come from the guidebook; the widget uses the same."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Words:
    """Titles and labels."""

    slip: str = "一次性告知单"
    where: str = "办理地区"
    circumstances: str = "您的情形"
    assumed: str = "（默认）"
    told_on: str = "告知日期"
    to_bring: str = "要带的材料"
    nothing: str = "不用带材料。"
    material: str = "材料"
    counts: str = "份数"
    remarks: str = "说明"
    waived: str = "不用交的，窗口自己查"
    own: str = "自己准备"
    issuer: str = "{}出具"
    place: str = "去哪里办"
    window: str = "窗口"
    address: str = "地址"
    hours: str = "时间"
    phone: str = "电话"
    time: str = "要多久"
    fee: str = "多少钱"
    less: str = "怎么少跑"
    trips: str = "跑几次"
    proxy: str = "别人代办"
    conditions: str = "办理条件"
    steps: str = "办理流程"
    results: str = "办好得到"
    otherwise: str = "情形不同"
    differs: str = "先问清楚"
    basis: str = "依据"
    code: str = "短码"
    reopen: str = "扫码再看这份单子"
    again: str = "再看这份单子："
    source: str = "办事指南第 {version} 版，{day}核对"
    sample: str = "这是示例指南，只供参考；办理以窗口和浙江政务服务网公布的为准。"
    bundle: str = "一件事材料清单"
    banners: str = "大厅公告"
    items: str = "办这些事"
    stage: str = "第 {} 步"
    only_if: str = "仅当{}"
    serves: str = "用于{}"
    notes: str = "要注意"
    hotline: str = "有疑问请拨打政务服务热线 12345"
    page: str = "第 {} 页，共 {} 页"
    holds: str = "到今天没有变化，可以照着准备。"
    changed: str = "现在有变化"
    changed_since: str = "自 {}起有变化"
    gone: str = "这份单子当时用的那一版办事指南已经不再保存，不能按原样显示。请重新问一次，或拨打 12345。"
    gone_but_now: str = "当时的那一版办事指南已经不再保存，不能按原样显示。下面是今天的内容"
    asked_first: str = "出单子之前要先答一句：{}"
    mistyped: str = (
        "这个短码不对。短码是 8 位数字和字母，里面没有 0、1、I、L、O。请对照单子再输一次；"
        "单子不在手边，可以直接说要办什么事，重新得到清单。"
    )
    unknown_code: str = "没有找到这个短码的单子。请直接说要办什么事，重新得到清单；需要帮助请拨打 12345。"
    store_away: str = "暂时查不到单子，请过一会儿再试；急着办事请直接说要办什么，或拨打 12345。"
    press_busy: str = "现在要单子的人很多，请过一会儿再试；内容在网页上可以直接看。"
    no_fonts: str = "暂时不能生成 PDF 和图片，请改用文字或 Word 文件。"
    nothing_to_draw: str = "这份单子没有可以打印的内容。"


WORDS = Words()


def day(value: date) -> str:
    """``2026-11-22`` as 「2026 年 11 月 22 日」."""
    return f"{value.year} 年 {value.month} 月 {value.day} 日"
