/** 「我白跑了一趟」: which lines were wrong, what the window wanted besides, which window. All of it may stay empty. */

import { h } from "./dom.js";
import { WORDS } from "./words.js";

const WORDS_AT_MOST = 600; // as the server takes

/** The form; `lines` are `[number, name]` of the list that was told. Calls `send({materials, words, place})` or `leave()`. */
export function wastedTrip({ lines, places }, { send, leave }) {
  const words = h("textarea", { rows: "2", maxlength: WORDS_AT_MOST });
  const place = h(
    "select",
    {},
    h("option", { value: "" }, WORDS.wastedSomewhere),
    places.map((name) => h("option", { value: name }, name)),
  );
  const boxes = lines.map(([number, name]) => [h("input", { type: "checkbox", class: "tick", value: name }), `${number}. ${name}`]);
  const form = h(
    "form",
    { class: "wasted", "aria-label": WORDS.wasted },
    h("p", { class: "wasted-title" }, WORDS.wasted),
    boxes.length > 0 &&
      h(
        "fieldset",
        {},
        h("legend", {}, WORDS.wastedLines),
        boxes.map(([box, label]) => h("label", { class: "wasted-line" }, box, h("span", {}, label))),
      ),
    h("label", { class: "field" }, WORDS.wastedWords, words),
    h("p", { class: "minor" }, WORDS.wastedPrivacy),
    places.length > 0 && h("label", { class: "field" }, WORDS.wastedPlace, place),
    h(
      "div",
      { class: "wasted-buttons" },
      h("button", { type: "submit", class: "option main" }, WORDS.wastedSend),
      h("button", { type: "button", class: "option", on: { click: leave } }, WORDS.wastedLeave),
    ),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const materials = boxes.filter(([box]) => box.checked).map(([box]) => box.value);
    send({ materials, ...(words.value.trim() && { words: words.value.trim() }), ...(place.value && { place: place.value }) });
  });
  return form;
}
