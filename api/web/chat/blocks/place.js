/** Where to go. What is the same for every place is said once. */

import { dialled, h } from "../dom.js";
import { WORDS } from "../words.js";

const DETAILS = ["address", "hours", "phone"];

export function places(all) {
  if (!all.length) return h("p", {}, dialled(WORDS.noPlace));
  const shared = all.length > 1 ? DETAILS.filter((name) => all.every((place) => place[name] === all[0][name])) : [];
  const own = DETAILS.filter((name) => !shared.includes(name));
  return h(
    "div",
    { class: "places" },
    h("ul", { class: "place-list" }, all.map((place) => card(place, own))),
    shared.length > 0 && details(all[0], shared),
  );
}

const card = (place, own) =>
  h(
    "li",
    { class: "place" },
    h("p", { class: "place-name" }, place.name, h("span", { class: "level" }, `${place.division} · ${place.level}`)),
    place.note && h("p", { class: "minor" }, place.note),
    own.length > 0 && details(place, own),
  );

const details = (place, names) =>
  h(
    "dl",
    { class: "pairs" },
    names.map((name) => h("div", {}, h("dt", {}, WORDS[name]), h("dd", {}, name === "phone" ? dialled(place.phone) : place[name]))),
  );
