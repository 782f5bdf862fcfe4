/** Questions that were not answered well, a matter at a time; one action settles a matter or some of its lines. */

import { h } from "/chat/dom.js";
import { ask } from "../shared/server.js";
import { pickSubject } from "./picker.js";

const KINDS = { unanswered: "没答上", clarified: "反问了", corrected: "说不是这个", complained: "说没用" };

export async function questions(desk) {
  const [found, corrections] = await Promise.all([ask("GET", "/api/v1/operator/questions"), ask("GET", "/api/v1/operator/corrections")]);
  return [
    h("p", { class: "quiet" }, found.open ? `${found.open} 句，按意思归成 ${found.groups} 组，多的在前。处理后进入草稿，发布后生效。` : "没有要处理的问句。群众问了没答好的话会出现在这里。"),
    ...found.matters.map((matter) => card(desk, matter)),
    corrections.length > 0 && h("h2", {}, "窗口说写错了的地方"),
    ...corrections.map((one) => correction(desk, one)),
  ].filter(Boolean);
}

function card(desk, matter) {
  const ticks = matter.questions.map((question) => [question, h("input", { type: "checkbox", checked: true })]);
  const golden = h("input", { type: "checkbox" });
  const settle = (decision, subject) =>
    desk.attempt(async () => {
      const ids = ticks.filter(([, tick]) => tick.checked).map(([question]) => question.id);
      if (!ids.length) throw new Error("请先勾上要处理的问句。");
      const more = subject ? { subject_id: subject.id, golden: golden.checked } : {};
      const done = await ask("POST", "/api/v1/operator/questions/settle", { ids, decision, ...more });
      await desk.redraw();
      return done.text;
    });
  const kinds = Object.entries(matter.kinds).map(([kind, count]) => h("span", { class: "tag" }, `${KINDS[kind]} ${count}`));
  return h(
    "section",
    { class: "card matter" },
    h("h3", {}, matter.questions[0].words, kinds),
    matter.questions.length > 1
      ? h("details", {}, h("summary", {}, `共 ${matter.questions.length} 句，展开看或去掉几句`), list(ticks))
      : h("div", { hidden: true }, list(ticks)),
    h(
      "div",
      { class: "buttons" },
      matter.suggestions.map((subject, index) =>
        h("button", { type: "button", class: !index && subject.picked ? "primary" : "", on: { click: () => settle("attach", subject) } }, `归到“${subject.name}”${subject.picked ? `（${subject.picked} 人自己选了它）` : ""}`),
      ),
      h("button", { type: "button", on: { click: () => pickSubject((subject) => settle("attach", subject)) } }, "归到别的事项…"),
      h("button", { type: "button", on: { click: () => settle("out_of_scope") } }, "不归任何事项"),
      h("button", { type: "button", on: { click: () => settle("dismiss") } }, "不处理"),
    ),
    h("div", { class: "form" }, h("label", { class: "tick" }, golden, "归到事项时，同时作为必答问句")),
  );
}

const list = (ticks) => h("div", { class: "said" }, ticks.map(([question, tick]) => h("label", {}, tick, h("span", {}, question.words), h("span", { class: "minor" }, `${KINDS[question.kind]} ${question.at.slice(0, 10)}`))));

function correction(desk, { number, item_name: name, said }) {
  const settled = () =>
    desk.attempt(async () => {
      const done = await ask("POST", `/api/v1/operator/corrections/${number}/settle`);
      await desk.redraw();
      return done.text;
    });
  return h(
    "section",
    { class: "card correction" },
    h("h3", {}, name || said.item_id, said.materials.map((line) => h("span", { class: "tag" }, line))),
    h("p", {}, said.words),
    h("div", { class: "buttons" }, h("button", { type: "button", on: { click: settled } }, "已处理")),
  );
}
