/** Typed blocks → elements. A type that this version does not know is left out; a client must not break on it. */

import { h } from "../dom.js";
import { WORDS } from "../words.js";
import { choices } from "./choices.js";
import { difference } from "./difference.js";
import { facts } from "./facts.js";
import { lifeEvent } from "./life_event.js";
import { notice } from "./notice.js";
import { sources } from "./sources.js";
import { text } from "./text.js";

const DRAWERS = new Map([
  ["text", text],
  ["choices", choices],
  ["notice", notice],
  ["facts", facts],
  ["difference", difference],
  ["life_event", lifeEvent],
  ["sources", sources],
]);

/** Draw the blocks of one reply, in order. */
export function drawBlocks(blocks, context) {
  const known = blocks.filter((block) => DRAWERS.has(block?.type));
  return known.filter((block) => !isTold(block, known)).map((block) => drawn(block, context));
}

/** The list of a reply, if it has one: `{notice}` or `{life_event}`. */
export function cardOf(blocks) {
  const card = blocks.find((block) => block?.type === "notice") ?? blocks.find((block) => block?.type === "life_event");
  return card && (card.notice ? { notice: card.notice } : { life_event: card.life_event });
}

function drawn(block, context) {
  try {
    return DRAWERS.get(block.type)(block, context);
  } catch (error) {
    console.error("yizhan-chat: block not drawn", block.type, error);
    return h("p", { class: "text" }, WORDS.notDrawn);
  }
}

/** A card carries its own sources, and the steps of a life event are buttons already. */
function isTold(block, blocks) {
  if (block.type === "sources") {
    return blocks.some((other) => other.type === "notice" && other.notice.item_id === block.source.item_id);
  }
  if (block.type !== "choices") return false;
  const steps = blocks.filter((other) => other.type === "life_event").flatMap((other) => other.life_event.steps);
  const ids = new Set(steps.map((step) => step.item_id));
  return ids.size > 0 && block.options.every((option) => ids.has(option.choice.value));
}
