/** The list to take along: files that the server makes, and the short code under which a notice is found again. */

import { Missing, Refused } from "../client.js";
import { h, spoken } from "../dom.js";
import { icon } from "../icons.js";
import { WORDS } from "../words.js";

/** A button that unfolds into code and files of `card` (`{notice}` or `{life_event}`); it goes where the server has none. */
export function slipButton(card, { slips, say, copy }) {
  const button = h("button", { type: "button", class: "tool", on: { click: make } }, icon("keep"), h("span", {}, WORDS.slipKeep));

  async function make() {
    if (!card.notice) return show([], slips.filesOfBundle(card.life_event.life_event_id));
    button.disabled = true;
    say(WORDS.slipMaking);
    try {
      const { code, address } = await slips.make(card.notice);
      say("");
      show(coded(code, address, copy), slips.files(code));
    } catch (error) {
      button.disabled = false;
      if (error instanceof Missing) button.remove();
      say(error instanceof Missing ? WORDS.slipMissing : error instanceof Refused ? error.message : WORDS.notSent);
    }
  }

  function show(about, href) {
    const files = Object.entries(WORDS.slipFiles).map(([kind, label]) => file(href(kind), label));
    const panel = h(
      "section",
      { class: "part slip", tabindex: "-1", "aria-label": `${WORDS.slipTitle}：${nameOf(card)}` },
      h("h4", {}, WORDS.slipTitle),
      about,
      h("div", { class: "options" }, files),
    );
    button.closest(".tools").before(panel);
    button.remove();
    panel.focus();
  }

  return button;
}

const coded = (code, address, copy) => [
  h("p", { class: "slip-code" }, h("span", { class: "minor" }, WORDS.slipCode), h("strong", {}, code)),
  h("p", { class: "minor" }, WORDS.slipCodeHint),
  h("p", { class: "slip-address" }, address),
  h("button", { type: "button", class: "link", on: { click: () => copy(address) } }, WORDS.slipCopy),
];

const file = (href, label) =>
  h("a", { class: "option", href, target: "_blank", rel: "noopener", download: "" }, label, spoken(WORDS.slipOpens));

const nameOf = (card) => card.notice?.item_name ?? card.life_event.name;
