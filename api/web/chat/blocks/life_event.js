/** A life event (一件事): what comes first, what goes side by side, and every paper once. */

import { h, lines, section } from "../dom.js";
import { day } from "../plain_text.js";
import { WORDS } from "../words.js";
import { materialList } from "./materials.js";
import { process } from "./process.js";
import { tools } from "./tools.js";

export function lifeEvent({ life_event: event }, context) {
  return h(
    "article",
    { class: "card notice", "aria-label": `${WORDS.bundle}：${event.name}` },
    h(
      "header",
      { class: "card-head" },
      h("p", { class: "eyebrow" }, WORDS.bundle),
      h("h3", {}, event.name),
      h("p", { class: "minor" }, event.summary),
    ),
    section(WORDS.process, h("p", { class: "minor" }, WORDS.processHint), process(event.steps, context)),
    section(
      WORDS.merged,
      h("p", { class: "total" }, event.total_text),
      materialList(grouped(event.materials), event.life_event_id, context.store),
    ),
    section(WORDS.notes, lines(event.notes)),
    h("p", { class: "minor" }, WORDS.sourceLine(event.version, day(event.as_of))),
    event.sample && h("p", { class: "sample" }, WORDS.sample),
    tools({ life_event: event }, context),
  );
}

/** What everybody brings first; each keeps the number that the record gives it. */
const grouped = (materials) =>
  [
    { title: WORDS.everybody, rows: materials.filter((m) => !m.only_if.length).map(row) },
    { title: WORDS.somebody, rows: materials.filter((m) => m.only_if.length).map(row) },
  ].filter((group) => group.rows.length);

const row = (material) => ({
  ...material,
  key: material.name, // the merged name says already whose it is
  more: h(
    "dl",
    { class: "pairs small" },
    h("div", {}, h("dt", {}, WORDS.serves), h("dd", {}, material.serves.join("、"))),
    material.only_if.length > 0 &&
      h("div", { class: "only-if" }, h("dt", {}, WORDS.whenOnly), h("dd", {}, material.only_if.join("；或"))),
  ),
});
