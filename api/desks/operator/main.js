/** The operator's desk: one page a matter, chosen by the address, so that each can be bookmarked. */

import { h } from "/chat/dom.js";
import { signedIn, signOut } from "../shared/server.js";
import { banners } from "./banners.js";
import { draft } from "./draft.js";
import { quality } from "./quality.js";
import { questions } from "./questions.js";
import { twice } from "./twice.js";

const $ = (id) => document.getElementById(id);

const PAGES = {
  questions: { title: "没答好的问句", draw: questions, roles: ["operator"] },
  draft: { title: "草稿与发布", draw: draft, roles: ["operator"] },
  twice: { title: "谁还要跑两趟", draw: twice, roles: ["operator", "auditor"] },
  banners: { title: "大厅公告", draw: banners, roles: ["operator"] },
  quality: { title: "答复抽查", draw: quality, roles: ["operator", "auditor"] },
};

let who = null;
let drawn = 0;

/** What every page may do: say something, draw itself anew, and do a deed whose words go to the status. */
const desk = {
  get mayChange() {
    return who.role === "operator";
  },
  say: (text) => ($("status").textContent = text),
  redraw: () => draw(false),
  async attempt(deed) {
    try {
      const said = await deed();
      if (typeof said === "string") desk.say(said);
    } catch (fault) {
      desk.say(fault.message);
    }
  },
};

const open = () => Object.keys(PAGES).filter((name) => PAGES[name].roles.includes(who.role));

async function draw(focus = true) {
  const mine = ++drawn;
  const pages = open();
  const name = pages.includes(location.hash.slice(1)) ? location.hash.slice(1) : pages[0];
  for (const link of document.querySelectorAll("#bar nav a")) {
    if (link.hash === `#${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  document.title = `${PAGES[name].title} · 维护工作台`;
  await desk.attempt(async () => {
    const content = await PAGES[name].draw(desk);
    if (mine !== drawn) return;
    $("view").replaceChildren(h("div", { class: "head" }, h("h2", {}, PAGES[name].title)), ...[content].flat());
    $("view").dataset.page = name;
    if (focus) $("view").focus();
  });
}

async function start() {
  who = await signedIn();
  const pages = open();
  $("bar").append(
    h("h1", {}, "维护工作台"),
    h("nav", { "aria-label": "工作台的页面" }, pages.map((name) => h("a", { href: `#${name}` }, PAGES[name].title))),
    h(
      "div",
      { class: "who" },
      who.role === "operator" && h("a", { class: "button", href: "/desk/clerk" }, "窗口工作台"),
      h("span", {}, who.name),
      h("button", { type: "button", on: { click: () => desk.attempt(leave) } }, "退出"),
    ),
  );
  if (!pages.length) {
    $("view").append(h("p", {}, "您的身份不用这个工作台。", h("a", { href: "/desk/clerk" }, "去窗口工作台")));
    return;
  }
  addEventListener("hashchange", () => {
    desk.say("");
    draw();
  });
  await draw(false);
}

async function leave() {
  await signOut();
  location.reload();
}

desk.attempt(start);
