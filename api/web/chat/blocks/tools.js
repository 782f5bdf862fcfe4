/** What can be done with a card: read aloud, copy, share, print. Only what this browser can do is offered. */

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { plainText } from "../plain_text.js";
import { canSpeak, readAloud } from "../speech.js";
import { WORDS } from "../words.js";
import { slipButton } from "./slip.js";

/** `card` is `{notice}` or `{life_event}`. */
export function tools(card, context) {
  const copy = async (text) => context.say((await copied(text)) ? WORDS.copied : WORDS.notCopied);
  return h(
    "div",
    { class: "tools" },
    canSpeak() && speakButton(() => plainText(card)),
    slipButton(card, { slips: context.slips, say: context.say, copy }),
    tool("copy", WORDS.copy, () => copy(plainText(card))),
    navigator.share && tool("share", WORDS.share, () => navigator.share({ text: plainText(card) }).catch(() => {})),
    tool("print", WORDS.print, () => context.print(card)),
  );
}

const tool = (name, label, act) =>
  h("button", { type: "button", class: "tool", on: { click: act } }, icon(name), h("span", {}, label));

/** Reads aloud, and stops when pressed again. */
export function speakButton(text) {
  let stop = null;
  const label = h("span", {}, WORDS.speak);
  const rest = () => {
    stop = null;
    label.textContent = WORDS.speak;
  };
  const press = () => {
    if (stop) {
      stop();
      return rest();
    }
    stop = readAloud(text(), rest);
    label.textContent = WORDS.stopSpeaking;
  };
  return h("button", { type: "button", class: "tool speak", on: { click: press } }, icon("speak"), label);
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedTheOldWay(text);
  }
}

/** Pages served without TLS have no clipboard object. */
function copiedTheOldWay(text) {
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}
