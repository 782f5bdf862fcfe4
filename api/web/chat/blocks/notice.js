/** The one-time notice (一次性告知单): the whole record for these circumstances, the list first. */

import { fold, h, lines, section, spoken } from "../dom.js";
import { listOf, materialKey } from "../store.js";
import { WORDS } from "../words.js";
import { materialList } from "./materials.js";
import { places } from "./place.js";
import { sourceFold } from "./sources.js";
import { steps } from "./steps.js";
import { tools } from "./tools.js";

export function notice({ notice }, context) {
  return h(
    "article",
    { class: "card notice", "aria-label": `${WORDS.slip}：${notice.item_name}` },
    head(notice),
    section(
      WORDS.bring,
      h("p", { class: "total" }, notice.total_text),
      notice.materials.length > 0
        ? materialList([{ rows: notice.materials.map((material) => row(material, context)) }], listOf(notice), context.store)
        : h("p", {}, WORDS.nothingToBring),
    ),
    changes(notice, context),
    differs(notice),
    section(WORDS.costs, costs(notice)),
    section(WORDS.ways, ways(notice.ways)),
    section(WORDS.place, places(notice.places)),
    section(WORDS.steps, steps(notice.steps)),
    section(WORDS.results, lines(notice.results)),
    h(
      "div",
      { class: "folds" },
      notice.conditions.length > 0 && fold(WORDS.conditions, lines(notice.conditions)),
      notice.faqs.length > 0 && fold(WORDS.faqs, questions(notice.faqs)),
      sourceFold(notice.source, notice.materials),
    ),
    notice.source.sample && h("p", { class: "sample" }, WORDS.sample),
    tools({ notice }, context),
  );
}

const head = (notice) =>
  h(
    "header",
    { class: "card-head" },
    h("p", { class: "eyebrow" }, WORDS.slip),
    h("h3", {}, notice.item_name),
    h("p", { class: "minor" }, `${notice.division_name} · ${notice.window}窗口`),
    notice.circumstances.length > 0 &&
      h("ul", { class: "chips", "aria-label": WORDS.basedOn }, notice.circumstances.map(chip)),
  );

const chip = (circumstance) =>
  h(
    "li",
    { class: "chip" },
    spoken(circumstance.question),
    circumstance.label,
    circumstance.assumed && h("span", { class: "assumed" }, WORDS.assumed),
  );

const row = (material, context) => ({
  ...material,
  key: materialKey(material),
  more: [
    h("p", { class: "minor" }, [origin(material), material.notes].filter(Boolean).join("。").replace(/。。/g, "。")),
    material.obtained_by &&
      material.submission !== "免交" &&
      h(
        "button",
        {
          type: "button",
          class: "link",
          "aria-label": `${material.name}：${WORDS.howToGet}`,
          on: { click: () => context.ask(`${material.name}怎么办`, { kind: "item", value: material.obtained_by }) },
        },
        WORDS.howToGet,
      ),
  ],
});

const origin = (material) => {
  const from = material.issuer ? WORDS.issuer(material.issuer) : material.source === "申请人自备" ? WORDS.self : "";
  return [from, material.format === "纸质" ? "" : material.format].filter(Boolean).join("，");
};

const changes = (notice, context) =>
  notice.differences.length > 0 &&
  fold(
    WORDS.changes(notice.differences.length),
    h(
      "div",
      { class: "choices" },
      h("div", { class: "options" }, notice.differences.map((difference) => changeButton(notice, difference, context))),
    ),
  );

const changeButton = (notice, difference, context) =>
  h(
    "button",
    { type: "button", class: "option", on: { click: () => context.change(notice, difference) } },
    h("span", { class: "label" }, difference.label),
    h("span", { class: "detail" }, difference.text.replace(`${difference.label}：`, "")),
  );

const costs = (notice) =>
  pairs([
    [WORDS.fee, notice.fees],
    [WORDS.time, notice.times],
    [WORDS.trips, [notice.trips]],
    [WORDS.proxy, [notice.proxy.replace(/^别人代办：/, "")]],
  ]);

/** Lines that name themselves: 「网上：全程网办…」. */
const ways = (texts) =>
  texts.length > 0 && pairs(texts.map((text) => text.match(/^([^：]{1,6})：(.*)$/s)?.slice(1) ?? ["", text]).map(([k, v]) => [k, [v]]));

const pairs = (told) =>
  h(
    "dl",
    { class: "pairs" },
    told
      .filter(([, texts]) => texts.length)
      .map(([name, texts]) => h("div", {}, h("dt", {}, name), texts.map((text) => h("dd", {}, text)))),
  );

const differs = (notice) =>
  notice.differs.length > 0 && h("div", { class: "note" }, h("p", { class: "note-title" }, WORDS.differs), lines(notice.differs));

const questions = (faqs) =>
  h("dl", { class: "faqs" }, faqs.map(([question, answer]) => h("div", {}, h("dt", {}, question), h("dd", {}, answer))));
