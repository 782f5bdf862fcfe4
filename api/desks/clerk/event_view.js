/** A life event (一件事): all its items and every paper any of them may ask for. */

import { h } from "/chat/dom.js";
import { ask } from "../shared/server.js";
import { tag } from "./notice.js";

export class EventView {
  constructor(desk, id) {
    Object.assign(this, { desk, id });
    this.element = h("article", { class: "pane", tabindex: "-1" });
  }

  focus() {
    this.element.focus({ preventScroll: true });
  }

  async start() {
    this.data = await ask("GET", `/api/v1/life-events/${this.id}`);
    const { name, summary, steps, materials, total_text: total } = this.data;
    this.element.replaceChildren(
      h("header", {}, h("p", { class: "eyebrow" }, "一件事"), h("h2", {}, name), h("p", {}, summary)),
      h("section", { class: "facts" }, h("h3", {}, "事项"), h("ol", {}, steps.map((step) => h("li", {}, this.link(step), step.only_if && `（${step.only_if}）`)))),
      h("section", { class: "papers" }, h("h3", {}, "要带什么", h("span", { class: "total" }, total)), h("ol", {}, materials.map(material))),
    );
    return total;
  }

  link(step) {
    if (step.abolished) return `${step.item_name}（已取消）`;
    return h("button", { type: "button", class: "link", on: { click: () => this.desk.openItem(step.item_id) } }, step.item_name);
  }

  get wanted() {
    return this.data.steps.filter(({ abolished }) => !abolished).map((step) => ({ item_id: step.item_id, circumstances: {}, name: step.item_name }));
  }
}

const material = (one) =>
  h(
    "li",
    { value: one.number },
    h("p", { class: "name" }, h("b", {}, one.name), tag({ 必交: "required", 免交: "waived", 容缺: "deferrable", 告知承诺: "commitment" }[one.submission] ?? "required", one.submission), h("span", { class: "counts" }, one.counts)),
    h("p", { class: "minor" }, `用于：${one.serves.join("、")}`),
    one.only_if.length > 0 && h("p", { class: "minor" }, `仅当：${one.only_if.join("；")}`),
  );
