/** Where to go. What is the same for every place is said once. */

import { dialled, h } from "../dom.js";
import { day } from "../plain_text.js";
import { WORDS } from "../words.js";

const DETAILS = ["address", "hours", "open_now", "phone"];
const FRESH_MS = 15 * 60 * 1000; // an answer drawn again later no longer tells what is open

export function places(all) {
  if (!all.length) return h("p", {}, dialled(WORDS.noPlace));
  const shared = all.length > 1 ? DETAILS.filter((name) => all.every((place) => same(place[name], all[0][name]))) : [];
  const own = DETAILS.filter((name) => !shared.includes(name));
  return h(
    "div",
    { class: "places" },
    h("ul", { class: "place-list" }, all.map((place) => card(place, own))),
    shared.length > 0 && own.length > 0 && h("p", { class: "minor every-place" }, WORDS.everyPlace),
    shared.length > 0 && details(all[0], shared),
  );
}

const same = (one, other) => (one?.text ?? one) === (other?.text ?? other);

const card = (place, own) =>
  h(
    "li",
    { class: "place" },
    h("p", { class: "place-name" }, place.name, h("span", { class: "level" }, `${place.division} · ${place.level}`)),
    place.note && h("p", { class: "minor" }, place.note),
    own.length > 0 && details(place, own),
  );

const details = (place, names) =>
  h("dl", { class: "pairs" }, names.map((name) => h("div", {}, h("dt", {}, WORDS[name]), h("dd", {}, detail(place, name)))));

function detail(place, name) {
  if (name === "open_now") return openNow(place.open_now);
  return name === "phone" ? dialled(place.phone) : place[name];
}

/** 「现在开着吗」 as the server looked it up; told by words, the mark only repeats them. */
function openNow(told) {
  if (!told) return WORDS.openUnknown;
  if (Date.now() - Date.parse(told.checked_at) > FRESH_MS) return WORDS.openStale;
  return [
    h("span", { class: `open-now ${told.state}` }, told.text),
    h("span", { class: "checked" }, WORDS.openChecked(moment(told.checked_at))),
  ];
}

/** 「2026-11-23T10:05:00+08:00」 → 「11 月 23 日 10:05 」, Beijing time as it came. */
const moment = (iso) => `${day(iso).replace(/^\d+ 年 /, "")} ${iso.slice(11, 16)} `;
