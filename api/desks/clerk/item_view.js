/** An item on the desk: one pane, or two to compare circumstances or divisions. */

import { h } from "/chat/dom.js";
import { Pane } from "./pane.js";
import { slipOf } from "./slip.js";

const TITLES = ["左边", "右边"];

export class ItemView {
  constructor(desk, itemId, division, chosen = {}) {
    this.desk = desk;
    this.element = h("div", { class: "panes" });
    this.active = 0;
    this.panes = [this.pane(itemId, division, chosen, 0)];
  }

  pane(itemId, division, chosen, place) {
    const made = new Pane(itemId, division, chosen, () => this.changed(made));
    made.element.dataset.place = place;
    made.element.addEventListener("focusin", () => this.activate(this.panes.indexOf(made), false));
    return made;
  }

  get current() {
    return this.panes[this.active];
  }

  focus() {
    this.current.element.focus({ preventScroll: true });
  }

  async start() {
    const told = await this.current.load();
    this.draw();
    return told;
  }

  async changed(pane) {
    const told = await pane.load();
    this.draw();
    this.desk.say(told);
  }

  draw() {
    const [left, right] = this.panes;
    left.draw(right?.notice, right && TITLES[0]);
    right?.draw(left.notice, TITLES[1]);
    this.element.classList.toggle("two", this.panes.length === 2);
    if (this.element.children.length !== this.panes.length) this.element.replaceChildren(...this.panes.map((pane) => pane.element));
    this.panes.forEach((pane, index) => pane.element.classList.toggle("active", index === this.active && this.panes.length > 1));
    this.divisions();
  }

  /** While two are compared, each side may stand for a division of its own. */
  divisions() {
    if (this.panes.length < 2) return;
    for (const pane of this.panes) {
      const box = h("select", { "aria-label": "区划" }, this.desk.divisions.map(([code, name]) => h("option", { value: code, selected: code === pane.division }, name)));
      box.addEventListener("change", () => {
        pane.division = box.value;
        this.changed(pane);
      });
      pane.element.querySelector("header").append(box);
    }
  }

  activate(index, focus = true) {
    if (!this.panes[index]) return;
    this.active = index;
    this.panes.forEach((pane, place) => pane.element.classList.toggle("active", place === index && this.panes.length > 1));
    if (focus) this.focus();
  }

  /** Put a second pane beside the first, or take it away. */
  async compare() {
    if (this.panes.length === 2) {
      this.panes = [this.current];
      this.active = 0;
      this.draw();
      this.focus();
      return "比较已关闭";
    }
    const other = this.pane(this.current.itemId, this.current.division, this.current.chosen, 1);
    await other.load();
    this.panes.push(other);
    this.active = 1;
    this.draw();
    this.focus();
    return "并排比较：按数字换右边的情形";
  }

  /** The division of the whole desk has changed. */
  async move(division) {
    if (this.panes.length === 1) {
      this.current.division = division;
      await this.changed(this.current);
    }
  }

  digit(number) {
    const picked = this.current.options[number - 1];
    return picked && this.current.choose(...picked);
  }

  step(by) {
    const lines = [...this.current.element.querySelectorAll("[data-line]")];
    const at = lines.indexOf(document.activeElement);
    lines[Math.min(Math.max(at + by, 0), lines.length - 1)]?.focus();
  }

  slip() {
    if (!this.current.notice) throw new Error("先选好情形，再出告知单。");
    return slipOf(this.current.notice);
  }

  get correctable() {
    const { itemId, division, chosen, notice } = this.current;
    return { itemId, division, chosen, lines: notice?.materials.map((line) => (line.of ? `${line.name}（${line.of}）` : line.name)) ?? [] };
  }

  get wanted() {
    return [{ item_id: this.current.itemId, circumstances: this.current.chosen, name: this.current.data.name }];
  }
}
