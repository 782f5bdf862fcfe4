/** Buttons. Whatever is on them can also be said in words. */

import { h, spoken } from "../dom.js";
import { WORDS } from "../words.js";

// These mean something only while the conversation stands where it asked; the others are exact by themselves.
const OF_THE_MOMENT = new Set(["option", "need", "another", "division"]);

export function choices(block, context) {
  const short = block.options.every((option) => !option.detail && option.label.length <= 12);
  const passing = block.name === "circumstance" || block.options.some((option) => OF_THE_MOMENT.has(option.choice.kind));
  return h(
    "div",
    {
      class: `choices${short ? " short" : ""}${passing ? " passing" : ""}`,
      "data-name": block.name,
      role: "group",
      "aria-label": block.prompt,
    },
    h("p", { class: "prompt" }, block.prompt),
    h("div", { class: "options" }, block.options.map((option) => button(option, context))),
  );
}

function button(option, context) {
  const element = h(
    "button",
    { type: "button", class: "option", on: { click: press } },
    h("span", { class: "label" }, option.label),
    option.detail && h("span", { class: "detail" }, option.detail),
  );

  function press() {
    if (!context.ask(option.label, option.choice)) return;
    element.classList.add("chosen");
    element.append(spoken(`（${WORDS.chosen}）`));
  }

  return element;
}

/** Close what only made sense before the newer answer; a question stays to be read above what was answered. */
export function retire(answer) {
  for (const group of answer.querySelectorAll(".choices.passing")) {
    group.querySelector(".options").remove();
    if (group.dataset.name !== "circumstance") group.remove();
  }
}
