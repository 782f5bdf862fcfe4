/** The draft: what it changes, whether it passes, publishing, and going back to an earlier version. */

import { h } from "/chat/dom.js";
import { overlay } from "../shared/overlay.js";
import { ask } from "../shared/server.js";
import { differencesView } from "./differences.js";
import { importCard } from "./import.js";
import { followed, outcome } from "./job.js";

const OPERATOR = "/api/v1/operator";

export async function draft(desk) {
  const [state, job, versions] = await Promise.all([ask("GET", `${OPERATOR}/draft`), ask("GET", `${OPERATOR}/job`), ask("GET", `${OPERATOR}/versions`)]);
  const busy = job !== null && job.done === null;
  const found = h("div", { id: "found" });
  if (job) found.append(outcome(job));
  if (busy) desk.attempt(() => followed(desk, found));
  return [
    state.stale && h("p", { class: "warn" }, `草稿是从${named(state.base)}来的，现在用的已经是${named(state.in_use)}。直接发布会盖掉中间的改动；请先看清不同，或从现在用的版本重新开始。`),
    h("section", { class: "card" }, h("h3", {}, "发布后会变的", h("span", { class: "tag" }, `和${named(state.in_use)}比`)), state.fault ? h("p", { class: "warn" }, state.fault) : differencesView(state.differences, "草稿和现在用的一样。")),
    h("section", { class: "card" }, h("h3", {}, "检查和发布"), deeds(desk, found, busy), found),
    importCard(desk),
    versionsCard(desk, found, versions, busy),
  ].filter(Boolean);
}

function deeds(desk, found, busy) {
  const note = h("input", { id: "note", maxlength: 200, required: true, autocomplete: "off" });
  const reason = h("input", { id: "override", maxlength: 200, autocomplete: "off" });
  const button = (text, deed, primary) => h("button", { type: "button", class: primary ? "primary" : "", disabled: busy, on: { click: () => desk.attempt(deed) } }, text);
  return h(
    "div",
    { class: "form" },
    h("label", { class: "wide" }, "改了什么（记入版本）", note),
    h("label", { class: "wide" }, "必答问句没通过也要发布的理由（一般不填）", reason),
    h(
      "div",
      { class: "buttons" },
      button("检查记录", () => check(found)),
      button("试一遍，不发布", () => begin(desk, found, "draft/try")),
      button("发布", () => publish(desk, found, note, reason), true),
      button("丢掉草稿重新开始", () => confirmDiscard(desk)),
    ),
  );
}

function publish(desk, found, note, reason) {
  if (note.value.trim().length < 2) {
    note.focus();
    throw new Error("请先写改了什么。");
  }
  return begin(desk, found, "draft/publish", { note: note.value.trim(), override: reason.value.trim() || null });
}

async function begin(desk, found, path, body) {
  found.replaceChildren(outcome(await ask("POST", `${OPERATOR}/${path}`, body)));
  return followed(desk, found);
}

async function check(found) {
  const { errors, findings } = await ask("POST", `${OPERATOR}/draft/check`);
  const said = errors ? `有 ${errors} 处错误，改好才能发布。` : findings.length ? `没有错误，有 ${findings.length} 处提醒。` : "没有发现问题。";
  found.replaceChildren(h("p", {}, said), h("ul", { class: "lines" }, findings.map((line) => h("li", {}, line))));
  return said;
}

function confirmDiscard(desk) {
  const discard = async () => {
    dialog.close();
    const done = await ask("DELETE", `${OPERATOR}/draft`);
    await desk.redraw();
    return done.text;
  };
  const dialog = overlay("丢掉草稿", {}, h("p", {}, "草稿里的全部改动都会丢掉，找不回来。"), h("p", { class: "buttons" }, h("button", { type: "button", class: "primary", on: { click: () => desk.attempt(discard) } }, "丢掉，从现在用的版本重新开始")));
}

function versionsCard(desk, found, { versions, switches }, busy) {
  if (!versions.length) return h("section", { class: "card" }, h("h3", {}, "发布过的版本"), h("p", { class: "quiet" }, "还没有发布过。现在用的是办事指南目录。"));
  return h(
    "section",
    { class: "card" },
    h("h3", {}, "发布过的版本"),
    versions.map((version) => versionLine(desk, found, version, busy)),
    h("details", {}, h("summary", {}, "启用记录"), h("ul", { class: "lines" }, switches.map((one) => h("li", {}, `${one.at.slice(0, 16).replace("T", " ")}　${one.version}　${one.who}　${one.reason}`)))),
  );
}

function versionLine(desk, found, version, busy) {
  const differences = h("div", {});
  const compare = async () => differences.replaceChildren(differencesView(await ask("GET", `${OPERATOR}/versions/${version.id}/changes`), "和现在用的一样。"));
  return h(
    "div",
    { class: "said version" },
    h("p", {}, h("strong", {}, version.id), " ", version.in_use && h("span", { class: "tag now" }, "现在用的"), ` ${version.who}：${version.note}　`, h("span", { class: "minor" }, `事项 ${version.items} 个，一件事 ${version.life_events} 个`)),
    version.override && h("p", { class: "minor" }, `${version.lost.length} 句必答问句没通过，理由：${version.override}`),
    !version.in_use &&
      h(
        "div",
        { class: "buttons" },
        h("button", { type: "button", on: { click: () => desk.attempt(compare) } }, "换回去会变什么"),
        h("button", { type: "button", disabled: busy, on: { click: () => askReason(desk, found, version.id) } }, "换回这个版本"),
      ),
    differences,
  );
}

function askReason(desk, found, id) {
  const reason = h("input", { id: "reason", required: true, minlength: 2, maxlength: 200 });
  const restore = (event) => {
    event.preventDefault();
    dialog.close();
    desk.attempt(() => begin(desk, found, `versions/${id}/restore`, { reason: reason.value.trim() }));
  };
  const dialog = overlay(`换回 ${id}`, {}, h("form", { on: { submit: restore } }, h("label", { for: "reason" }, "为什么换回（记入版本库）"), reason, h("p", { class: "buttons" }, h("button", { class: "primary" }, "换回"))));
  reason.focus();
}

const named = (version) => (version ? `版本 ${version}` : "办事指南目录");
