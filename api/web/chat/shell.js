/** The widget's frame: bar, menu, log, composer, foot. Nothing here knows what an answer is. */

import { dial, h, spoken } from "./dom.js";
import { icon } from "./icons.js";
import { HOTLINE, WORDS } from "./words.js";

/** Build the frame; returns its parts by name. `inCorner` adds the launcher and a button that closes the panel. */
export function frame({ heading, note, inCorner: corner }) {
  const parts = {
    division: h("select", { class: "division", "aria-label": WORDS.division }),
    big: h("button", { type: "button", class: "bar-button", "aria-pressed": "false" }, WORDS.bigText),
    menuButton: h(
      "button",
      { type: "button", class: "bar-button", "aria-expanded": "false", "aria-controls": "menu" },
      WORDS.menu,
    ),
    close: corner && h("button", { type: "button", class: "bar-button", "aria-label": WORDS.close }, icon("close")),
    menu: h("div", { class: "menu", id: "menu", hidden: true }),
    banner: h("p", { class: "banner", role: "status", hidden: true }),
    log: h("div", { class: "log", role: "log", "aria-live": "polite", "aria-label": WORDS.log, tabindex: "0" }),
    suggestions: h("ul", { class: "suggestions", id: "suggestions", role: "listbox", "aria-label": WORDS.suggestions, hidden: true }),
    input: h("textarea", {
      class: "input",
      rows: "1",
      placeholder: WORDS.placeholder,
      "aria-label": WORDS.inputLabel,
      "aria-autocomplete": "list",
      "aria-haspopup": "listbox",
      "aria-controls": "suggestions",
      autocomplete: "off",
      enterkeyhint: "send",
    }),
    mic: h("button", { type: "button", class: "round quiet", "aria-label": WORDS.listen, hidden: true }, icon("mic")),
    send: h("button", { type: "submit", class: "round" }, WORDS.send),
    toast: h("p", { class: "toast", role: "status" }),
    paper: h("div", { class: "paper" }),
    launcher: corner && h("button", { type: "button", class: "launcher", "aria-expanded": "false" }, icon("ask"), WORDS.open),
  };
  parts.composer = h("form", { class: "composer" }, parts.suggestions, parts.mic, parts.input, parts.send);
  parts.panel = h(
    "section",
    { class: "panel", role: corner ? "dialog" : null, "aria-label": heading },
    h(
      "header",
      { class: "bar" },
      h("h2", { class: "brand" }, heading),
      parts.division,
      h("div", { class: "bar-buttons" }, parts.big, parts.menuButton, parts.close),
    ),
    parts.menu,
    parts.banner,
    parts.log,
    parts.composer,
    h("p", { class: "foot" }, h("span", {}, note), h("span", { class: "help" }, `${WORDS.helpShort} `, dial(HOTLINE))),
    parts.toast,
  );
  return parts;
}

/** What is there before the first question. */
export const welcome = (say) =>
  h(
    "div",
    { class: "welcome" },
    h("h3", {}, WORDS.welcome),
    h("p", {}, WORDS.welcomeMore),
    h(
      "ul",
      { class: "examples", "aria-label": WORDS.examplesLabel },
      WORDS.examples.map((words) =>
        h("li", {}, h("button", { type: "button", class: "option", on: { click: () => say(words) } }, words)),
      ),
    ),
    h("p", { class: "minor" }, WORDS.privacy),
  );

/** One turn: what the person said, what became of it, the answer. */
export function turnOf(words) {
  const delivery = h("div", { class: "delivery" });
  const answer = h("div", { class: "answer", tabindex: "-1" });
  const element = h(
    "div",
    { class: "turn" },
    words && h("p", { class: "you" }, spoken(WORDS.you), words),
    delivery,
    answer,
  );
  return { element, delivery, answer };
}
