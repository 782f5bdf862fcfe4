/** The steps of a life event: a list of stages in words, and over it the picture of which step waits for which. */

import { h, spoken } from "../dom.js";
import { WORDS } from "../words.js";
import { drawEdges } from "./edges.js";

export function process(steps, context) {
  const stages = staged(steps);
  const list = h("ol", { class: "stages" }, stages.map((stage, index) => stageOf(stage, index, stages, context)));
  return drawEdges(list, steps);
}

function staged(steps) {
  const stages = new Map();
  for (const step of steps) stages.set(step.stage, [...(stages.get(step.stage) ?? []), step]);
  return [...stages.values()];
}

function stageOf(stage, index, stages, context) {
  return h(
    "li",
    { class: "stage" },
    h(
      "p",
      { class: "stage-name" },
      WORDS.stage(index + 1),
      stage.length > 1 && h("span", { class: "minor" }, WORDS.sideBySide),
    ),
    h("ul", { class: "side-by-side" }, stage.map((step) => h("li", {}, stepButton(step, stages[index - 1] ?? [], stages.flat(), context)))),
  );
}

function stepButton(step, above, all, context) {
  const before = step.after.map((id) => all.find((other) => other.item_id === id)?.item_name).filter(Boolean);
  const words = WORDS.after(before.join("、"));
  // Where a step waits for just the whole stage above, the picture says enough to those who see it.
  const plain = above.length === before.length && above.every((other) => step.after.includes(other.item_id));
  return h(
    "button",
    {
      type: "button",
      class: "step",
      "data-item": step.item_id,
      on: { click: () => context.ask(step.item_name, { kind: "item", value: step.item_id }) },
    },
    h("span", { class: "label" }, step.item_name),
    h("span", { class: "detail" }, `${step.window}窗口`),
    before.length > 0 && (plain ? spoken(words) : h("span", { class: "detail" }, words)),
    step.only_if && h("span", { class: "only" }, WORDS.onlyIf(step.only_if)),
    step.abolished && h("span", { class: "only" }, WORDS.abolished),
  );
}
