/** A sample of answers to be judged by people, and the honest rate that follows from it. */

import { h } from "/chat/dom.js";
import { ask } from "../shared/server.js";

const SAMPLES = "/api/v1/operator/samples";
const VERDICTS = { right: "对", wrong: "不对", unsure: "看不出" };

export async function quality(desk) {
  const sample = await ask("GET", `${SAMPLES}/newest`);
  const draw = () =>
    desk.attempt(async () => {
      const drawn = await ask("POST", SAMPLES);
      await desk.redraw();
      return `抽了 ${drawn.answers.length} 个答复。`;
    });
  const button = desk.mayChange && h("button", { type: "button", class: sample ? "" : "primary", on: { click: draw } }, sample ? "另抽一批" : "抽 50 个答复");
  if (!sample) return [h("p", {}, "从最近 30 天的答复里随机抽 50 个，由人来评，就知道答得怎么样。"), button].filter(Boolean);
  const rate = h("div", { class: "card", role: "status" }, rateView(sample.rate));
  return [
    h("p", { class: "quiet" }, `第 ${sample.number} 批，${sample.drawn_on} 抽的 ${sample.answers.length} 个。答的事项对、清单没错，就是“对”；光看这句话评不出来的，选“看不出”，不算进去。`),
    rate,
    h("p", { class: "buttons" }, button),
    ...sample.answers.map((answer) => card(desk, answer, rate)),
  ];
}

function rateView({ right, wrong, unsure, open, rate, low, high }) {
  if (rate === null) return h("p", {}, `还没有评，剩 ${open} 个。`);
  const percent = (share) => `${(share * 100).toFixed(1)}%`;
  return h(
    "div",
    {},
    h("p", { class: "rate" }, `答对 ${percent(rate)}`),
    h("p", {}, `${right} 对，${wrong} 不对；95% 的把握在 ${percent(low)} 到 ${percent(high)} 之间（Wilson 区间）。看不出 ${unsure} 个，还没评 ${open} 个。`),
  );
}

function card(desk, answer, rate) {
  if (!answer.turn) return h("section", { class: "card" }, h("p", { class: "quiet" }, `这次对话的记录已经删除${answer.verdict ? `，评过：${VERDICTS[answer.verdict]}` : "，不能评了"}。`));
  const buttons = Object.entries(VERDICTS).map(([verdict, text]) => h("button", { type: "button", "aria-pressed": String(answer.verdict === verdict), disabled: !desk.mayChange, on: { click: () => desk.attempt(() => judge(verdict)) } }, text));
  const judge = async (verdict) => {
    rate.replaceChildren(rateView(await ask("POST", `${SAMPLES}/answers/${answer.id}`, { verdict })));
    Object.keys(VERDICTS).forEach((name, index) => buttons[index].setAttribute("aria-pressed", String(name === verdict)));
    return "";
  };
  return h(
    "section",
    { class: "card judged" },
    h("h3", {}, answer.turn.said || "（按了按钮）"),
    h("p", {}, `答的是：${answer.subject_name || answer.turn.subject || "（没有事项）"}`),
    h("details", {}, h("summary", {}, "看答复"), h("ul", { class: "lines" }, answer.turn.answer.map((block) => h("li", { class: "answer" }, words(block))))),
    h("div", { class: "buttons", role: "group", "aria-label": "这个答复" }, buttons),
  );
}

/** A kept block in words; of a notice what it was made of, since its lines stand in the version. */
function words(block) {
  if (block.type === "notice") return `告知单 ${block.item_id}${Object.entries(block.circumstances).map(([key, value]) => `，${key}=${value}`).join("")}`;
  if (block.type === "choices") return `${block.prompt} ${block.options.map(({ label }) => label).join(" / ")}`;
  return block.text ?? `（${block.type}）`;
}
