/** Long work under way at the server: told while it runs, its outcome drawn when it ends. */

import { h } from "/chat/dom.js";
import { ask } from "../shared/server.js";

const LOOK_MS = 1000;
const KINDS = { try: "试一遍", publish: "发布", restore: "换回" };

/** Wait until the work ended; draws the page anew and returns its words. */
export async function followed(desk, place) {
  for (;;) {
    const job = await ask("GET", "/api/v1/operator/job");
    if (job.done) {
      await desk.redraw();
      return job.done.text;
    }
    if (!place.querySelector(".running")) place.replaceChildren(outcome(job));
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

export function outcome({ kind, who, begun, done }) {
  const head = `${KINDS[kind]}（${who}，${begun.slice(11, 16)}）`;
  if (!done) return h("p", { class: "running" }, `${head}：正在检查、建索引、问必答问句。整本指南要等几分钟，可以先做别的。`);
  return h(
    "div",
    { class: "said outcome" },
    h("p", { class: done.version || (!done.lost.length && done.golden_asked) ? "" : "warn" }, `${head}：${done.text}`),
    done.golden_asked > 0 && h("p", { class: "minor" }, `问了 ${done.golden_asked} 句必答问句，${done.lost.length} 句找不到它的事项。`),
    lines("必答问句找不到事项", done.lost, true),
    lines("原来直接答、现在要反问的", done.weaker),
    lines("检查", done.findings),
  );
}

const lines = (title, texts, open) => texts.length > 0 && h("details", { open }, h("summary", {}, `${title}（${texts.length}）`), h("ul", { class: "lines" }, texts.map((text) => h("li", {}, text))));
