"""A workbook as another city would send it: Chinese titles, no yizhan_extra, one value at a time spoilt."""

from collections.abc import Iterable
from copy import deepcopy
from pathlib import Path
from typing import Any

from openpyxl import Workbook

Tables = dict[str, list[dict[str, Any]]]


def item_rows(number: int) -> Tables:
    """The rows of one well-formed item in the national dialect."""
    guid = f"WZ{number:04}"
    return {
        "基本信息": [
            {
                "主键": guid,
                "事项名称": f"第{number}号证补领",
                "基本编码": f"00{number:010}",
                "实施编码": f"11330300002500{number:04}X233{number:010}",
                "版本": 3,
                "事项类型": "07",
                "状态": "1",
                "设定依据": "《某条例》第三条：补领\n某办法",
                "权力来源": "1",
                "行使层级": "4",
                "实施主体": "公安",
                "实施主体性质": "1",
                "服务对象": "1^2",
                "办件类型": "2",
                "生效日期": "2026-01-01",
                "取消日期": "2030年12月31日",
            }
        ],
        "办理信息": [
            {
                "事项主键": guid,
                "受理条件": "证件遗失。",
                "办理流程": "申请：交材料。\n发证：领证。",
                "法定时限": 20,
                "法定时限单位": "工作日",
                "承诺时限": "5",
                "承诺时限单位": "1",
                "办理形式": "1^2",
                "通办范围": "3",
                "到现场次数": 1,
                "必须现场原因": "核对本人",
                "是否快递": "是",
                "是否预约": "0",
                "是否网上支付": "否",
                "网办深度": "1^3",
                "网办地址": "https://www.zjzwfw.gov.cn/",
                "办理地点": "县级：县政务服务中心公安窗口（一楼）",
                "咨询电话": "0577-88888888",
                "投诉电话": "0577-12345",
                "结果类型": "10",
                "结果名称": "某证",
            }
        ],
        "材料": [
            {
                "事项主键": guid,
                "序号": order,
                "材料名称": name,
                "材料类型": "1",
                "材料形式": "1",
                "必要性": "1",
                "是否容缺": "否",
                "来源渠道": "10",
                "原件份数": 1,
                "复印件份数": "2",
                "适用情形": "agent.proxy" if order == 2 else "",
            }
            for order, name in ((1, "居民身份证"), (2, "授权委托书"))
        ],
        "收费": [{"事项主键": guid, "收费项目": "工本费", "收费标准": "10元/本", "收费依据": "某文件"}],
        "常见问题": [{"事项主键": guid, "问题": "多久能领？", "答案": "五个工作日。"}],
        "情形": [
            {
                "事项主键": guid,
                "情形编号": "agent",
                "情形问题": "谁去办？",
                "选项编号": option,
                "选项名称": label,
            }
            for option, label in (("self", "本人"), ("proxy", "代办人"))
        ],
    }


def tables(numbers: Iterable[int]) -> Tables:
    """Rows of several items."""
    found: Tables = {}
    for number in numbers:
        for name, rows in item_rows(number).items():
            found.setdefault(name, []).extend(deepcopy(rows))
    return found


def save(found: Tables, path: Path) -> Path:
    """Write the tables to a workbook, texts as texts."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in found.items():
        sheet = workbook.create_sheet(name)
        header = list(dict.fromkeys(title for row in rows for title in row))
        sheet.append(header)
        for number, row in enumerate(rows, 2):
            sheet.append([row.get(title) for title in header])
            for column, title in enumerate(header, 1):
                if str(row.get(title)).startswith("#"):  # the words, not Excel's own error value
                    sheet.cell(number, column).data_type = "s"
    workbook.save(path)
    return path


def cell_of(found: Tables, table: str, index: int, title: str) -> tuple[str, int, str]:
    """Sheet, row and column title as the report must name them."""
    assert title in found[table][index]
    return table, index + 2, title
