/** Several items at once: papers merged, in the order in which they are dealt with. */

import { dialled, h } from "/chat/dom.js";
import { ask } from "../shared/server.js";
import { tag } from "./notice.js";

export class TripView {
  constructor(desk) {
    this.desk = desk;
    this.element = h("article", { class: "pane trip", tabindex: "-1" });
  }

  focus() {
    this.element.focus({ preventScroll: true });
  }

  async start() {
    const { trip, division } = this.desk;
    if (!trip.length) throw new Error("还没有加进事项。打开一个事项，按 A 加进来。");
    const items = trip.map(({ item_id: id, circumstances }) => ({ item_id: id, circumstances }));
    this.answer = await ask("POST", "/api/v1/plans", { items, division });
    this.element.replaceChildren(
      h(
        "header",
        {},
        h("p", { class: "eyebrow" }, "一趟办"),
        h("h2", {}, trip.map(({ name }) => name).join("、")),
      ),
      ...(this.answer.block ? this.plan(this.answer.block.plan) : this.question()),
      leftOut(this.answer.left_out),
    );
    return this.answer.block?.plan.materials_text ?? this.answer.question?.question ?? "这几件事现在都不能办";
  }

  question() {
    const { question, item_name: name } = this.answer;
    if (!question) return [];
    return [
      h(
        "fieldset",
        { class: "open" },
        h("legend", {}, `${name}：${question.question}`, tag("open", "请选一项")),
        h("div", { class: "options" }, question.options.map((option, index) => h("button", { type: "button", class: "option", on: { click: () => this.digit(index + 1) } }, h("kbd", {}, index + 1), option.label))),
      ),
    ];
  }

  /** Answer the question that is open, for the item that asks it. */
  async digit(number) {
    const { question, item_id: id } = this.answer;
    const option = question?.options[number - 1];
    if (!option) return;
    this.desk.trip.find((one) => one.item_id === id).circumstances[question.id] = option.id;
    this.desk.say(await this.start());
  }

  plan(plan) {
    return [
      h("p", { class: "total" }, plan.materials_text),
      h("p", {}, [plan.trips_text, plan.fee.text, plan.finish_text].filter(Boolean).map((text) => h("span", { class: "line" }, text))),
      h("section", { class: "papers" }, h("h3", {}, "要带什么"), h("ol", {}, plan.materials.map(material))),
      h("section", { class: "facts" }, h("h3", {}, "怎么走"), h("ol", { class: "visits" }, plan.visits.map(visit)), plan.online_first.map(({ text }) => h("p", {}, dialled(text)))),
      plan.unordered.map((text) => h("p", { class: "minor" }, text)),
    ];
  }
}

const material = (one) =>
  h(
    "li",
    { value: one.number, tabindex: "-1" },
    h("p", { class: "name" }, h("b", {}, one.name), tag({ 必交: "required", 免交: "waived", 容缺: "deferrable", 告知承诺: "commitment" }[one.submission] ?? "required", one.submission), h("span", { class: "counts" }, one.counts)),
    h("p", { class: "minor" }, `用于：${one.serves.join("、")}`),
    one.only_if.length > 0 && h("p", { class: "minor" }, `仅当：${one.only_if.join("；")}`),
    one.reason && h("p", { class: "minor" }, one.reason),
  );

const visit = (one) =>
  h("li", { value: one.number }, h("p", { class: "name" }, h("b", {}, `${one.division} · ${one.place}`), one.when), h("p", {}, one.stops.map(({ item_name: name, window, nth, of }) => `${name}（${window}${of > 1 ? `，第 ${nth} 次` : ""}）`).join("、")), h("p", { class: "minor" }, [one.address, one.hours].filter(Boolean).join("；")));

const leftOut = (left) => (left.length ? h("ul", { class: "gone" }, left.map(({ item_name: name, why }) => h("li", {}, `${name}：${why}`))) : "");
