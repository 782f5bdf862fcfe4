/** Where the clerk sits, and what is to be listed. Division and counter are remembered on this device. */

import { h } from "/chat/dom.js";
import { ask } from "../shared/server.js";
import { remember, remembered } from "./device.js";

export class Filters {
  constructor(changed) {
    this.changed = changed;
  }

  /** Ask for the choices and draw them. */
  async draw(into) {
    const [offered, divisions] = await Promise.all([ask("GET", "/api/v1/desk/filters"), ask("GET", "/api/v1/divisions")]);
    const kept = remembered();
    this.division = select("区划", divisions.map(({ code, name }) => [code, name]), kept.division);
    this.window = select("窗口", [["", "全部窗口"], ...offered.windows.map(same)], kept.window);
    this.department = select("部门", [["", "全部部门"], ...offered.departments.map(same)]);
    this.audience = select("对象", [["", "个人和企业"], ...offered.audiences.map(same)]);
    this.zero = tick("可零跑");
    this.local = tick("本区划能办");
    for (const { element } of [this.division, this.window, this.department, this.audience, this.zero, this.local]) {
      element.addEventListener("change", () => this.change());
      into.append(element);
    }
  }

  change() {
    remember({ division: this.division.value, window: this.window.value });
    this.changed();
  }

  /** The filters as a query. */
  get query() {
    const wanted = {
      window: this.window.value,
      department: this.department.value,
      audience: this.audience.value,
      division: this.local.value && this.division.value,
      zero_trip: this.zero.value,
    };
    return Object.fromEntries(Object.entries(wanted).filter(([, value]) => value));
  }
}

const same = (value) => [value, value];

function select(name, options, chosen) {
  const box = h("select", { "aria-label": name }, options.map(([value, text]) => h("option", { value, selected: value === chosen }, text)));
  return { element: h("label", {}, h("span", {}, name), box), get value() { return box.value; } };
}

function tick(name) {
  const box = h("input", { type: "checkbox" });
  return { element: h("label", { class: "tick" }, box, h("span", {}, name)), get value() { return box.checked; } };
}
