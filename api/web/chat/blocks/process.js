/** The steps of a life event as a picture: stages from top to bottom, what can run side by side beside each other. */

import { h } from "../dom.js";
import { icon } from "../icons.js";
import { WORDS } from "../words.js";

export function process(steps, context) {
  const stages = staged(steps);
  return h("ol", { class: "stages" }, stages.map((stage, index) => stageOf(stage, index, stages, context)));
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
    index > 0 && icon("then"),
    h(
      "p",
      { class: "stage-name" },
      WORDS.stage(index + 1),
      stage.length > 1 && h("span", { class: "minor" }, WORDS.sideBySide),
    ),
    h("ul", { class: "side-by-side" }, stage.map((step) => h("li", {}, stepButton(step, firstDone(step, index, stages), context)))),
  );
}

/** Names of what must be done before `step`, where that is not simply the whole stage above. */
function firstDone(step, index, stages) {
  const above = index > 0 ? stages[index - 1].map((other) => other.item_id) : [];
  const plain = step.after.length === above.length && step.after.every((id) => above.includes(id));
  const all = stages.flat();
  return plain ? [] : step.after.map((id) => all.find((other) => other.item_id === id)?.item_name).filter(Boolean);
}

const stepButton = (step, before, context) =>
  h(
    "button",
    {
      type: "button",
      class: "step",
      on: { click: () => context.ask(step.item_name, { kind: "item", value: step.item_id }) },
    },
    h("span", { class: "label" }, step.item_name),
    h("span", { class: "detail" }, `${step.window}窗口`),
    before.length > 0 && h("span", { class: "detail" }, WORDS.after(before.join("、"))),
    step.only_if && h("span", { class: "only" }, WORDS.onlyIf(step.only_if)),
    step.abolished && h("span", { class: "only" }, WORDS.abolished),
  );
