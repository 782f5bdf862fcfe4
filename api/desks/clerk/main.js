/** The clerk's desk: one field, one sheet, and a key for everything that is done often. */

import { h } from "/chat/dom.js";
import { signedIn, signOut } from "../shared/server.js";
import { correct } from "./correction.js";
import { EventView } from "./event_view.js";
import { Field } from "./field.js";
import { Filters } from "./filters.js";
import { help } from "./help.js";
import { ItemView } from "./item_view.js";
import { copySlip, printSlip, showQr } from "./slip.js";
import { ToldView } from "./told_view.js";
import { TripView } from "./trip_view.js";

const $ = (id) => document.getElementById(id);

const desk = {
  trip: [],
  view: null,

  get division() {
    return filters.division.value;
  },

  get divisions() {
    return [...filters.division.element.querySelectorAll("option")].map(({ value, textContent }) => [value, textContent]);
  },

  say(text) {
    $("status").textContent = text;
  },

  /** Show a view; what it says of itself goes to the status. */
  async show(view) {
    const said = await view.start();
    this.view = view;
    draw();
    $("sheet").scrollTop = 0;
    if (!field.focused) view.focus(); // whoever went back to the field meanwhile goes on typing
    this.say(said);
  },

  openItem(id, division = this.division, chosen = {}) {
    return this.show(new ItemView(this, id, division, chosen));
  },
};

const filters = new Filters(() => {
  field.look();
  attempt(() => desk.view?.move?.(desk.division));
});

const field = new Field({
  filters: () => filters.query,
  say: (text) => desk.say(text),
  open: (pick) =>
    attempt(async () => {
      const result = await pick();
      if (!result) return null;
      if (result.kind === "slip") return desk.show(new ToldView(desk, result.id));
      return result.kind === "life_event" ? desk.show(new EventView(desk, result.id)) : desk.openItem(result.id);
    }),
});

const DEEDS = {
  p: ["打印", async () => (desk.view.slip ? printSlip(await desk.view.slip()) : window.print())],
  c: ["复制", async () => copySlip(await slip())],
  q: ["二维码", async () => showQr(await slip())],
  v: ["并排比较", () => desk.view.compare?.()],
  x: ["这里写错了", () => report()],
  a: ["加进一趟办", () => add()],
  t: ["合并清单", () => desk.show(new TripView(desk))],
  o: ["按今天的规定打开", () => desk.view.again?.()],
  r: ["清空一趟办", () => empty()],
};

/** The deeds that the sheet offers as buttons, where the view can do them. */
const OFFERED = {
  p: () => true,
  c: (view) => view.slip,
  q: (view) => view.slip,
  v: (view) => view.compare,
  a: (view) => view.wanted,
  x: (view) => view.correctable,
  r: (view) => view instanceof TripView,
};

async function slip() {
  if (!desk.view?.slip) throw new Error("这里没有可以给群众的告知单。请先打开一个事项。");
  return desk.view.slip();
}

function report() {
  if (!desk.view?.correctable) throw new Error("先打开写错了的事项。");
  correct(desk.view.correctable, document.activeElement?.dataset?.line, (text) => desk.say(text));
}

function add() {
  const fresh = (desk.view?.wanted ?? []).filter(({ item_id: id }) => !desk.trip.some((one) => one.item_id === id));
  desk.trip.push(...fresh.map((one) => ({ ...one, circumstances: { ...one.circumstances } })));
  draw();
  return `一趟办的有 ${desk.trip.length} 件，按 T 看合并清单`;
}

function empty() {
  desk.trip.length = 0;
  if (desk.view instanceof TripView) desk.view = null;
  draw();
  field.focus();
  return "已清空";
}

let doing = Promise.resolve();

/** Do something after all that was asked before, however fast the keys come; its words go to the status. */
function attempt(deed) {
  doing = doing.then(deed).then(
    (said) => typeof said === "string" && desk.say(said),
    (fault) => desk.say(fault.message),
  );
  return doing;
}

function draw() {
  const { view, trip } = desk;
  const offered = view ? Object.keys(OFFERED).filter((key) => OFFERED[key](view)) : [];
  const buttons = [...offered, ...(trip.length ? ["t"] : [])].map((key) =>
    h("button", { type: "button", on: { click: () => attempt(DEEDS[key][1]) } }, key === "t" ? `合并清单（${trip.length}）` : DEEDS[key][0], h("kbd", {}, key.toUpperCase())),
  );
  $("sheet").replaceChildren(h("div", { class: "deeds", role: "toolbar", "aria-label": "操作" }, buttons), view ? view.element : welcome());
}

const welcome = () =>
  h(
    "div",
    { class: "welcome" },
    h("p", {}, "左边打几个字就有结果，回车打开。"),
    h("ul", {}, ["csdj", "身份证补领", "刚出生的宝宝上户口要带什么"].map((text) => h("li", {}, h("button", { type: "button", class: "link", on: { click: () => type(text) } }, text)))),
    h("p", { class: "minor" }, "按 ? 看全部按键。"),
  );

function type(text) {
  field.input.value = text;
  field.focus();
  field.look();
}

const typing = (element) => element?.matches("input:not([type=radio], [type=checkbox]), textarea, select");

function key(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") return field.focus();
  const asksForHelp = event.target === field.input && !field.input.value && isQuestionMark(event.key);
  if (typing(event.target) && !asksForHelp) return;
  if (!KEYS.test(event.key) || (event.key.startsWith("Arrow") && event.target.matches("input[type=radio]"))) return;
  event.preventDefault();
  attempt(() => deedOf(event.key)?.());
}

const KEYS = /^([/?？1-9]|[pcqvxator]|Arrow(Up|Down|Left|Right))$/i;
const STEPS = { ArrowUp: -1, ArrowDown: 1 };
const SIDES = { ArrowLeft: 0, ArrowRight: 1 };

const isQuestionMark = (key) => key === "?" || key === "？";

/** What a key means for the view that is on the sheet when its turn comes. */
function deedOf(key) {
  const { view } = desk;
  if (key === "/") return () => field.focus();
  if (isQuestionMark(key)) return () => void help();
  if (/[1-9]/.test(key)) return () => view?.digit?.(Number(key));
  if (key in STEPS) return () => view?.step?.(STEPS[key]);
  if (key in SIDES) return () => view?.activate?.(SIDES[key]);
  return view || key === "t" ? DEEDS[key.toLowerCase()][1] : null;
}

async function start() {
  const bar = $("bar");
  const who = await signedIn();
  const line = h("div", { class: "filters" });
  bar.append(
    h("h1", {}, "窗口工作台"),
    line,
    h("div", { class: "who" }, h("button", { type: "button", on: { click: help } }, "按键", h("kbd", {}, "?")), h("span", {}, who.name), h("button", { type: "button", on: { click: () => attempt(leave) } }, "退出")),
  );
  field.draw($("finder"));
  draw();
  document.addEventListener("keydown", key);
  await filters.draw(line);
  field.focus();
}

async function leave() {
  await signOut();
  location.reload();
}

attempt(start);
