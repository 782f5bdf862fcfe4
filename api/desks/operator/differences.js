/** What differs between two guidebooks: records in sentences, questions line by line. */

import { h } from "/chat/dom.js";

export function differencesView({ items, questions }, same) {
  if (!items.length && !questions.length) return h("p", { class: "quiet" }, same);
  return h(
    "div",
    { class: "said" },
    items.map((item) => part(`${item.kind}：${item.name}${item.effective ? `（自 ${item.effective} 起的规定）` : ""}`, item.changes.map(({ text }) => h("li", {}, text)))),
    questions.map((one) => part(one.id === "golden" || !one.id ? one.name : `问句：${one.name}`, [...one.added.map((text) => h("li", { class: "added" }, text)), ...one.removed.map((text) => h("li", { class: "removed" }, text))])),
  );
}

const part = (title, lines) => h("details", { open: true }, h("summary", {}, title), h("ul", { class: "lines" }, lines));
