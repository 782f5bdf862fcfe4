/** What the printer gets: one clean list in black and white, drawn anew so that no fold hides a line. */

import { h } from "./dom.js";
import { day } from "./plain_text.js";
import { WORDS } from "./words.js";

/** `card` is `{notice}` or `{life_event}`. */
export const paper = (card) => (card.notice ? noticePaper(card.notice) : bundlePaper(card.life_event));

const noticePaper = (notice) => [
  h("h1", {}, `${WORDS.slip}：${notice.item_name}`),
  h("p", {}, `${notice.division_name} · ${notice.window}窗口`),
  notice.circumstances.length > 0 && h("p", {}, `${WORDS.basedOn}：${notice.circumstances.map((c) => c.label).join("；")}`),
  h("h2", {}, `${WORDS.bring}　${notice.total_text}`),
  table(
    ["", "材料", "份数", "怎么交", "说明"],
    notice.materials.map((m) => [
      m.submission === "免交" ? "" : "□",
      `${m.number}. ${m.name}${m.of ? `　${m.of}` : ""}`,
      m.counts,
      m.submission,
      [m.reason, m.issuer && WORDS.issuer(m.issuer), m.notes].filter(Boolean).join("；"),
    ]),
  ),
  listed(WORDS.fee, notice.fees),
  listed(WORDS.time, notice.times),
  listed(WORDS.trips, [notice.trips, notice.proxy]),
  listed(WORDS.ways, notice.ways),
  listed(
    WORDS.place,
    notice.places.map((p) => `${p.division} ${p.name}${p.note ? `（${p.note}）` : ""}。${p.address}。${p.hours}。${p.phone}`),
  ),
  listed(WORDS.steps, notice.steps),
  listed(WORDS.results, notice.results),
  listed(WORDS.differs, notice.differs),
  listed(
    WORDS.source,
    notice.source.legal_basis.map((law) => [law.name, law.article].filter(Boolean).join(" ")),
  ),
  foot(notice.source.version, notice.source.as_of, notice.source.sample),
];

const bundlePaper = (event) => [
  h("h1", {}, `${WORDS.bundle}：${event.name}`),
  h("p", {}, event.summary),
  listed(
    WORDS.process,
    event.steps.map((s) => `${WORDS.stage(s.stage)}：${s.item_name}${s.only_if ? `（${WORDS.onlyIf(s.only_if)}）` : ""}`),
  ),
  h("h2", {}, `${WORDS.merged}　${event.total_text}`),
  table(
    ["", "材料", "份数", "怎么交", "用于；什么情况要"],
    event.materials.map((m) => [
      m.submission === "免交" ? "" : "□",
      `${m.number}. ${m.name}`,
      m.counts,
      m.submission,
      [m.serves.join("、"), ...m.only_if].join("；"),
    ]),
  ),
  listed(WORDS.notes, event.notes),
  foot(event.version, event.as_of, event.sample),
];

const table = (heads, rows) =>
  h(
    "table",
    {},
    h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col" }, head)))),
    h("tbody", {}, rows.map((cells) => h("tr", {}, cells.map((cell) => h("td", {}, cell))))),
  );

const listed = (title, texts) =>
  texts.length > 0 && [h("h2", {}, title), h("ul", {}, texts.map((text) => h("li", {}, text)))];

const foot = (version, asOf, sample) =>
  h("p", { class: "foot" }, `${WORDS.sourceLine(version, day(asOf))}。${sample ? WORDS.sample : ""}${WORDS.helpLine}`);
