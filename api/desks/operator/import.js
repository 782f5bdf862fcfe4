/** Tables from the city's own system into the draft: checked first, each fault told, the marked workbook back. */

import { h } from "/chat/dom.js";
import { askForm } from "../shared/server.js";

const DIALECTS = { zhejiang: "浙江", national: "全国", guangdong: "广东" };

export function importCard(desk) {
  const files = h("input", { type: "file", multiple: true, required: true, accept: ".xlsx,.csv,.json,.yaml,.yml" });
  const dialect = h("select", {}, Object.entries(DIALECTS).map(([value, text]) => h("option", { value }, text)));
  const partial = h("input", { type: "checkbox" });
  const found = h("div", {});
  const send = (write) =>
    desk.attempt(async () => {
      if (!files.files.length) throw new Error("请先选文件。");
      const form = new FormData();
      for (const file of files.files) form.append("files", file);
      form.append("dialect", dialect.value);
      form.append("write", write);
      form.append("partial", partial.checked);
      desk.say("正在核对……");
      const done = await askForm("/api/v1/operator/import", form);
      const text = told(done, write);
      if (done.written) await desk.redraw();
      else found.replaceChildren(report(done));
      return text;
    });
  return h(
    "section",
    { class: "card" },
    h("h3", {}, "导入实施清单"),
    h(
      "div",
      { class: "form" },
      h("label", { class: "wide" }, "文件（各表在一个工作簿里，或分成几个文件）", files),
      h("label", {}, "代码按哪一套", dialect),
      h("label", { class: "tick" }, partial, "有问题的事项不要，其余照样写"),
      h("div", { class: "buttons" }, h("button", { type: "button", on: { click: () => send(false) } }, "只检查"), h("button", { type: "button", on: { click: () => send(true) } }, "写进草稿")),
    ),
    found,
  );
}

function told({ accepted, refused, written, faults }, write) {
  const counted = `可以导入 ${accepted} 项，不能导入 ${refused} 项，有 ${faults.length} 处问题。`;
  if (written) return `${counted}已写进草稿 ${written} 项。`;
  return write ? `${counted}没有写进草稿：请改好再导入。` : counted;
}

const report = ({ faults, notices, marked }) =>
  h(
    "div",
    { class: "said" },
    marked.map(({ name, base64 }) => h("p", {}, h("a", { class: "button", download: name, href: URL.createObjectURL(new Blob([Uint8Array.from(atob(base64), (one) => one.charCodeAt(0))])) }, `下载标出问题的工作簿：${name}`))),
    h("ul", { class: "lines" }, [...faults, ...notices].slice(0, 200).map((line) => h("li", {}, line))),
    faults.length + notices.length > 200 && h("p", { class: "minor" }, "只列出前 200 处，其余见标出问题的工作簿。"),
  );
