/** Cards as plain words: to copy, to share, to be read aloud. */

import { materialKey } from "./store.js";
import { WORDS } from "./words.js";

/** 「2026-11-22」 → 「2026 年 11 月 22 日」. */
export const day = (iso) => iso.replace(/^(\d{4})-0?(\d+)-0?(\d+).*$/, "$1 年 $2 月 $3 日");

/** `card` is `{notice}` or `{life_event}`. */
export const plainText = (card) => (card.notice ? noticeText(card.notice) : bundleText(card.life_event)).join("\n");

function noticeText(notice) {
  return [
    `${WORDS.slip}：${notice.item_name}`,
    `${notice.division_name} · ${notice.window}窗口`,
    ...paragraph(WORDS.basedOn, notice.circumstances.map((c) => c.label)),
    ...paragraph(`${WORDS.bring}（${notice.total_text}）`, notice.materials.map(materialText)),
    ...paragraph(WORDS.fee, notice.fees),
    ...paragraph(WORDS.time, notice.times),
    ...paragraph(WORDS.trips, [notice.trips]),
    ...paragraph(WORDS.proxy, [notice.proxy]),
    ...paragraph(WORDS.ways, notice.ways),
    ...paragraph(WORDS.place, notice.places.map(placeText)),
    ...paragraph(WORDS.steps, notice.steps),
    ...paragraph(WORDS.results, notice.results),
    ...paragraph(WORDS.differs, notice.differs),
    ...sourceText(notice.source.version, notice.source.as_of, notice.source.sample),
  ];
}

function bundleText(event) {
  return [
    `${WORDS.bundle}：${event.name}`,
    ...paragraph(WORDS.process, event.steps.map((step) => `${WORDS.stage(step.stage)} ${step.item_name}${onlyIf(step)}`)),
    ...paragraph(`${WORDS.merged}（${event.total_text}）`, event.materials.map(mergedText)),
    ...paragraph(WORDS.notes, event.notes),
    ...sourceText(event.version, event.as_of, event.sample),
  ];
}

const materialText = (m) =>
  `${m.number}. ${materialKey(m)}：${m.counts}〔${m.submission}〕${[m.reason, m.notes].filter(Boolean).map((t) => `；${t}`).join("")}`;

const mergedText = (m) =>
  `${m.number}. ${m.name}：${m.counts}〔${m.submission}〕${WORDS.serves}${m.serves.join("、")}` +
  (m.only_if.length ? `；${WORDS.whenOnly}${m.only_if.join("；或")}` : "");

const onlyIf = (step) => (step.only_if ? `（${WORDS.onlyIf(step.only_if)}）` : "");

const placeText = (place) =>
  `${place.division} ${place.name}${place.note ? `（${place.note}）` : ""}；${WORDS.address}：${place.address}；` +
  `${WORDS.hours}：${place.hours}；${WORDS.phone}：${place.phone}`;

const sourceText = (version, asOf, sample) => ["", WORDS.sourceLine(version, day(asOf)), ...(sample ? [WORDS.sample] : [])];

const paragraph = (title, texts) => (texts.length ? ["", `【${title}】`, ...texts] : []);
