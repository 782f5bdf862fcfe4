/** The lines that answer one need: 多少钱, 要多久, 去哪里 … */

import { h, lines } from "../dom.js";
import { places } from "./place.js";
import { steps } from "./steps.js";

export function facts(block) {
  const { title, item_name: name, need, lines: told, places: where } = block.facts;
  const rest = told.slice(where.length); // the first lines only repeat the places
  return h(
    "section",
    { class: "card" },
    h("h3", {}, title, h("span", { class: "of" }, name)),
    where.length > 0 && places(where),
    need === "process" ? steps(rest) : rest.length === 1 ? h("p", {}, rest[0]) : lines(rest),
  );
}
