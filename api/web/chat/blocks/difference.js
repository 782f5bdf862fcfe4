/** What another circumstance changes, and nothing else. */

import { h, lines } from "../dom.js";
import { WORDS } from "../words.js";

export function difference(block) {
  const { label, added, removed } = block.difference;
  return h(
    "section",
    { class: "card" },
    h("h3", {}, WORDS.differenceTitle(block.item_name, label)),
    change("plus", WORDS.added(added.length), added),
    change("minus", WORDS.removed(removed.length), removed),
    !added.length && !removed.length && h("p", {}, WORDS.unchanged),
  );
}

const change = (kind, title, names) =>
  names.length > 0 && h("div", { class: `change ${kind}` }, h("p", { class: "change-title" }, title), lines(names));
