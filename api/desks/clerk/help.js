/** The keys, shown by 「?」. */

import { h } from "/chat/dom.js";
import { overlay } from "../shared/overlay.js";

const KEYS = [
  ["查找", [["/", "到输入框"], ["↑ ↓", "选结果"], ["Enter", "打开"], ["Esc", "回到输入框"]]],
  ["清单", [["1 – 9", "选情形"], ["↑ ↓", "在材料里上下移"], ["V", "并排比较，再按关闭"], ["← →", "换到左边、右边"], ["X", "这里写错了"]]],
  ["给群众", [["P", "打印告知单"], ["C", "复制文字"], ["Q", "二维码和短码"]]],
  ["几件事一起", [["A", "加进一趟办的"], ["T", "看合并清单"], ["R", "清空"]]],
  ["其他", [["?", "这一页"]]],
];

export const help = () =>
  overlay(
    "按键",
    { className: "help" },
    KEYS.map(([group, keys]) => h("section", {}, h("h3", {}, group), h("dl", {}, keys.map(([key, does]) => h("div", {}, h("dt", {}, h("kbd", {}, key)), h("dd", {}, does)))))),
    h("p", { class: "minor" }, "输入框里可以打名称、拼音、首字母（csdj 是出生登记）、事项编号、告知单短码，或群众的原话。"),
  );
