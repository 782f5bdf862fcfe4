/** The one field: results while typing, chosen with the arrows, opened with Enter. */

import { h } from "/chat/dom.js";
import { ask } from "../shared/server.js";

const PAUSE_MS = 60; // between two keys of a fast typist: one question less

export class Field {
  /** `filters()` returns the query of the filters; `open(pick)` opens the result that `pick()` returns; `say` tells the status. */
  constructor({ filters, open, say }) {
    Object.assign(this, { filters, open, say, results: [], at: 0 });
    this.input = h("input", {
      id: "field",
      type: "search",
      role: "combobox",
      "aria-label": "查事项",
      "aria-expanded": "false",
      "aria-controls": "results",
      "aria-autocomplete": "list",
      autocomplete: "off",
      spellcheck: "false",
      placeholder: "名称、拼音、首字母、编号、短码，或群众的原话",
    });
    this.list = h("ul", { id: "results", role: "listbox", "aria-label": "结果" });
    this.hint = h("p", { class: "minor", id: "hint" });
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => this.key(event));
  }

  draw(into) {
    into.append(h("div", { class: "field" }, this.input, h("kbd", {}, "/")), this.hint, this.list);
  }

  focus() {
    this.input.focus();
    this.input.select();
  }

  get focused() {
    return document.activeElement === this.input;
  }

  /** Open a result; the keys that follow are for what is being opened. */
  leave(pick) {
    this.input.blur();
    this.open(pick);
  }

  later() {
    this.fresh = false; // the results are of an earlier question
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), PAUSE_MS);
  }

  /** Ask for what stands in the field now; an answer that comes after a newer question is dropped. */
  async look() {
    clearTimeout(this.timer);
    this.asked?.abort();
    const typed = this.input.value;
    if (!typed.trim()) return this.show([], "");
    this.asked = new AbortController();
    const query = new URLSearchParams({ q: typed, ...this.filters() });
    try {
      const found = await ask("GET", `/api/v1/desk/items?${query}`, undefined, this.asked.signal);
      if (typed !== this.input.value) return;
      const slip = found.slip ? [{ kind: "slip", id: found.slip, name: `告知单 ${found.slip}`, why: "短码" }] : [];
      this.show([...slip, ...found.results], typed);
    } catch (fault) {
      if (fault.name !== "AbortError") this.say(fault.message);
    }
  }

  show(results, typed) {
    this.results = results;
    this.at = 0;
    this.fresh = true;
    this.hint.textContent = typed && !results.length ? "没有找到。换个说法，或放宽筛选。" : "";
    this.list.replaceChildren(...results.map((result, index) => this.result(result, index)));
    this.input.setAttribute("aria-expanded", String(results.length > 0));
    this.mark();
  }

  result(result, index) {
    return h(
      "li",
      { id: `result-${index}`, role: "option", "aria-selected": "false", on: { click: () => this.leave(() => result) } },
      h("p", { class: "name" }, h("span", {}, result.matched === result.name ? marked(result) : result.name), result.zero_trip && h("span", { class: "tag zero" }, "可零跑")),
      h("p", { class: "minor" }, [result.window, result.department].filter(Boolean).join(" · ")),
      h("p", { class: "why" }, result.matched && result.matched !== result.name ? [`${result.why}：`, marked(result)] : result.why),
    );
  }

  /** The chosen result. Typed faster than answered: what is meant is what stands in the field. */
  async picked() {
    if (!this.fresh) await this.look();
    if (!this.results[this.at]) this.focus();
    return this.results[this.at];
  }

  mark() {
    [...this.list.children].forEach((line, index) => line.setAttribute("aria-selected", String(index === this.at)));
    const line = this.list.children[this.at];
    if (!line) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", line.id);
    line.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.results.length) {
      event.preventDefault();
      this.at = (this.at + step + this.results.length) % this.results.length;
      this.mark();
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.leave(() => this.picked());
    }
  }
}

/** The matched name with the meant characters marked. */
function marked({ matched, marks }) {
  const parts = [];
  let end = 0;
  for (const [from, to] of marks) {
    parts.push(matched.slice(end, from), h("mark", {}, matched.slice(from, to)));
    end = to;
  }
  return [...parts, matched.slice(end)];
}
