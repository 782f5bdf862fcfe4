/** The report that the reform asks for: which items still make people come twice, and why. */

import { h } from "/chat/dom.js";
import { ask } from "../shared/server.js";

const REPORT = "/api/v1/operator/reports/twice";
const DAYS = { 7: "7 天", 30: "30 天", 60: "60 天", 180: "半年", 365: "一年" };
const PICTURES = { trend: "随时间的变化", heat: "哪个窗口、几点钟", items: "哪些事项", materials: "缺什么或错什么", windows: "哪些窗口" };

let days = 60;

export async function twice(desk) {
  const report = await ask("GET", `${REPORT}?days=${days}`);
  const choose = h("select", { id: "days", on: { change: () => ((days = Number(choose.value)), desk.redraw()) } }, Object.entries(DAYS).map(([value, text]) => h("option", { value, selected: Number(value) === days }, text)));
  return [
    h(
      "div",
      { class: "form card" },
      h("label", {}, "到今天为止", choose),
      h("p", { class: "buttons" }, h("a", { class: "button", href: `${REPORT}.csv?days=${days}`, download: true }, "下载 CSV"), h("a", { class: "button", href: `${REPORT}.xlsx?days=${days}`, download: true }, "下载 Excel")),
    ),
    h("p", {}, report.total ? `${report.since} 到 ${report.until}，有 ${report.total} 次“我白跑了一趟”。只有愿意说的人才在里面，真实的次数更多。` : "这段时间没有人说白跑了一趟。"),
    ...(report.total ? [pictures(report), table(report)] : []),
  ];
}

const pictures = (report) => h("div", { class: "pictures" }, Object.entries(PICTURES).map(([name, title]) => h("img", { src: `${REPORT}/${name}.svg?days=${days}`, alt: `${title}：${spoken(report, name)}` })));

/** The same in words, for whoever does not see the picture. */
function spoken(report, name) {
  if (name === "heat") return report.heat.map((row) => `${row.window} ${row.hours.map((count, hour) => (count ? `${hour} 点 ${count} 次` : "")).filter(Boolean).join("、")}`).join("；");
  return report[name].slice(0, 12).map((row) => `${row.name} ${row.count} 次`).join("；");
}

function table(report) {
  const heads = ["事项", "白跑", "占比", "缺什么或错什么", "去的窗口", "群众怎么说", "有用 / 没用"];
  return h(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": "按事项的明细" },
    h(
      "table",
      {},
      h("caption", {}, "按事项"),
      h("thead", {}, h("tr", {}, heads.map((head, index) => h("th", { scope: "col", class: index === 1 || index === 2 ? "number" : "" }, head)))),
      h("tbody", {}, report.items.map(row)),
    ),
  );
}

const row = (item) =>
  h(
    "tr",
    {},
    h("th", { scope: "row" }, item.name),
    h("td", { class: "number" }, item.count),
    h("td", { class: "number" }, `${(item.share * 100).toFixed(0)}%`),
    h("td", {}, counted(item.materials)),
    h("td", {}, counted(item.places)),
    h("td", {}, item.words.map((text) => h("p", {}, text))),
    h("td", {}, `${item.helpful} / ${item.unhelpful}`),
  );

const counted = (rows) => rows.map(({ name, count }) => h("p", {}, `${name}（${count}）`));
