/** Notices of the centre: closures, other hours. They stand in every answer they concern, at once. */

import { h } from "/chat/dom.js";
import { ask } from "../shared/server.js";

const BANNERS = "/api/v1/operator/banners";

export async function banners(desk) {
  const [showing, filters, divisions] = await Promise.all([ask("GET", BANNERS), ask("GET", "/api/v1/desk/filters"), ask("GET", "/api/v1/divisions")]);
  return [
    form(desk, filters.windows, divisions),
    h("p", { class: "quiet" }, showing.length ? "正在显示和将要显示的：" : "现在没有公告。"),
    ...showing.map((banner) => card(desk, banner)),
  ];
}

function form(desk, windows, divisions) {
  const words = h("input", { required: true, minlength: 4, maxlength: 200, autocomplete: "off" });
  const window = h("select", {}, h("option", { value: "" }, "全部窗口"), windows.map((name) => h("option", {}, name)));
  const division = h("select", {}, divisions.map(({ code, name }, index) => h("option", { value: index ? code : "" }, index ? name : "全市")));
  const from = h("input", { type: "datetime-local" });
  const until = h("input", { type: "datetime-local" });
  const put = (event) => {
    event.preventDefault();
    desk.attempt(async () => {
      await ask("POST", BANNERS, { words: words.value, window: window.value || null, division: division.value || null, starts_at: moment(from), ends_at: moment(until) });
      await desk.redraw();
      return "已挂出。从现在起，有关的每个答复前面都有它。";
    });
  };
  return h(
    "form",
    { class: "card form", on: { submit: put } },
    h("label", { class: "wide" }, "公告写什么（如：今天下午停电，14:00 起暂停受理，明天照常）", words),
    h("label", {}, "哪个窗口", window),
    h("label", {}, "哪个区划", division),
    h("label", {}, "从（不填为现在）", from),
    h("label", {}, "到（不填为撤下为止）", until),
    h("button", { class: "primary" }, "挂出"),
  );
}

/** What was typed is Beijing time, wherever the browser believes to be. */
const moment = ({ value }) => (value ? `${value}:00+08:00` : null);

const beijing = (text) => new Date(text).toLocaleString("zh-CN", { timeZone: "Asia/Shanghai", dateStyle: "medium", timeStyle: "short" });

function card(desk, banner) {
  const down = async () => {
    await ask("DELETE", `${BANNERS}/${banner.number}`);
    await desk.redraw();
    return "已撤下。";
  };
  return h(
    "section",
    { class: "card banner" },
    h("h3", {}, banner.words, h("span", { class: "tag" }, banner.window ?? "全部窗口"), h("span", { class: "tag" }, banner.division_name ?? "全市")),
    h("p", { class: "minor" }, `${banner.written_by}，${beijing(banner.starts_at)} 起${banner.ends_at ? `，到 ${beijing(banner.ends_at)}` : "，直到撤下"}`),
    h("div", { class: "buttons" }, h("button", { type: "button", on: { click: () => desk.attempt(down) } }, "撤下")),
  );
}
