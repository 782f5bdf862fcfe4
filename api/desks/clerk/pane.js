/** One item under one set of circumstances. Two of them side by side are a comparison. */

import { dialled, h } from "/chat/dom.js";
import { ask } from "../shared/server.js";
import { difference, inWords } from "./difference.js";
import { noticeView, tag } from "./notice.js";

export const KEYED = 9; // options that have a digit of their own; the others are reached by Tab and the arrows

export class Pane {
  constructor(itemId, division, chosen, changed) {
    Object.assign(this, { itemId, division, chosen: { ...chosen }, changed });
    this.element = h("article", { class: "pane", tabindex: "-1" });
    this.before = null; // the notice before the last switch
    this.data = null;
  }

  get notice() {
    return this.data?.reply.notice ?? null;
  }

  /** Ask for the item as it is set now; returns what the last switch changed, in words. */
  async load() {
    this.before = this.notice;
    this.data = await ask("POST", `/api/v1/desk/items/${this.itemId}`, { division: this.division, circumstances: this.chosen });
    const arising = new Set(this.data.switches.map(({ id }) => id));
    this.chosen = Object.fromEntries(Object.entries(this.chosen).filter(([id]) => arising.has(id)));
    if (!this.notice) return this.data.reply.question?.question ?? this.data.reply.text;
    return this.before ? inWords(difference(this.before.materials, this.notice.materials)) : this.notice.total_text;
  }

  /** All options in the order of their digits: `[circumstance, option]`. */
  get options() {
    return this.data.switches.flatMap((one) => one.options.map((option) => [one, option]));
  }

  async choose(circumstance, option) {
    this.chosen[circumstance.id] = option.id;
    await this.changed(this);
  }

  /** Draw it; while two are compared, `title` names the side and `against` is the other side's notice, if it has one. */
  draw(against, title) {
    const focused = document.activeElement?.id;
    const { reply, name, zero_trip: zeroTrip, common_names: also } = this.data;
    this.element.setAttribute("aria-label", title ? `${title}：${name}` : name);
    const parts = [
      h(
        "header",
        {},
        title && h("p", { class: "eyebrow" }, title),
        h("h2", {}, name, zeroTrip && tag("zero", "可零跑")),
        h("p", { class: "minor" }, [this.notice && `${this.notice.division_name} · ${this.notice.department}`, also.length && `又叫：${also.slice(0, 4).join("、")}`].filter(Boolean).join("　")),
      ),
      this.data.banners.map(({ words }) => h("p", { class: "instead" }, "公告：", words)),
      this.switches(),
      against && this.notice && h("p", { class: "compared" }, `与另一边比：${inWords(difference(against.materials, this.notice.materials))}`),
      this.body(reply, against, Boolean(title)),
    ];
    this.element.replaceChildren(...parts.flat().filter(Boolean));
    if (focused && this.element.contains(document.getElementById(focused))) document.getElementById(focused).focus();
  }

  switches() {
    let digit = 0;
    return h(
      "div",
      { class: "switches" },
      this.data.switches.map((one) =>
        h(
          "fieldset",
          { class: one.chosen ? "" : "open" },
          h("legend", {}, one.question, !one.chosen && tag("open", "请选一项"), one.assumed && tag("assumed", "默认")),
          one.hint && h("p", { class: "minor" }, one.hint),
          h("div", { class: "options" }, one.options.map((option) => this.option(one, option, (digit += 1)))),
        ),
      ),
    );
  }

  option(one, option, digit) {
    const id = `o-${this.element.dataset.place}-${one.id}-${option.id}`;
    const input = h("input", { type: "radio", id, name: `c-${this.element.dataset.place}-${one.id}`, checked: one.chosen === option.id });
    input.addEventListener("change", () => this.choose(one, option));
    return h("label", { class: "option", title: option.note }, input, digit <= KEYED && h("kbd", {}, digit), h("span", {}, option.label));
  }

  body(reply, against, compared) {
    if (!reply.notice) return h("p", { class: "instead" }, dialled(reply.question ? "选好标着“请选一项”的，就列出清单。" : (reply.text ?? "")));
    return compared
      ? noticeView(reply.notice, against, { added: "只在这边", removed: "只在那边" })
      : noticeView(reply.notice, this.before);
  }
}
