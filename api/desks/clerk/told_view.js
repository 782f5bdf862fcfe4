/** What a citizen was told, found by the short code: exactly as it was, and what has changed since. */

import { h } from "/chat/dom.js";
import { ask } from "../shared/server.js";
import { noticeView } from "./notice.js";

export class ToldView {
  constructor(desk, code) {
    Object.assign(this, { desk, code });
    this.element = h("article", { class: "pane told", tabindex: "-1" });
  }

  focus() {
    this.element.focus({ preventScroll: true });
  }

  async start() {
    this.data = await ask("GET", `/api/v1/slips/${this.code.replace("-", "")}`);
    const { notice, now, as_told: asTold, holds, text, changes } = this.data;
    const today = now?.notice;
    this.element.replaceChildren(
      h(
        "header",
        {},
        h("p", { class: "eyebrow" }, `告知单 ${this.data.code}`),
        h("h2", {}, notice?.item_name ?? "这份告知单"),
        h("p", {}, `${this.data.told_on} 告知，指南版本 ${this.data.guidebook_version}`),
        notice && h("p", {}, [notice.division_name, ...notice.circumstances.map(({ question, label }) => `${question} ${label}`)].join("；")),
      ),
      h("section", { class: holds ? "holds" : "changes" }, h("p", {}, text), changes.length > 0 && h("ul", {}, changes.map((line) => h("li", {}, line)))),
      h(
        "div",
        { class: today && asTold ? "panes two" : "panes" },
        notice && h("section", {}, today && asTold && h("h3", { class: "side" }, "当时"), noticeView(notice)),
        today && asTold && h("section", {}, h("h3", { class: "side" }, "今天"), noticeView(today, notice, { added: "新增", removed: "不再需要" })),
      ),
      h("p", { class: "buttons" }, h("button", { type: "button", on: { click: () => this.again() } }, "按今天的规定打开", h("kbd", {}, "O"))),
    );
    return text;
  }

  /** Open the item as it was told, under today's rules. */
  again() {
    const { notice } = this.data;
    if (!notice) throw new Error("这份告知单的事项已经不在指南里。");
    const chosen = Object.fromEntries(notice.circumstances.filter(({ assumed }) => !assumed).map(({ id, option_id: option }) => [id, option]));
    return this.desk.openItem(notice.item_id, notice.division_code, chosen);
  }

  slip() {
    return { code: this.data.code, address: this.data.address };
  }
}
