/**
 * The one script tag: <script src="…/yizhan-chat.js" data-division="330381" data-position="corner" defer></script>.
 *
 * Attributes: data-api, data-division, data-colour (#rrggbb), data-title, data-note (the line at the foot),
 * data-position (corner, unless page is said).
 * Served joined as a classic script, because only a classic script can read its own attributes.
 */

import { YizhanChat } from "./element.js";

const script = document.currentScript;
const ATTRIBUTES = { api: "api", division: "division", colour: "colour", title: "heading", note: "note" };

customElements.define("yizhan-chat", YizhanChat);
if (!document.querySelector("yizhan-chat")) place(made());

function made() {
  const element = document.createElement("yizhan-chat");
  for (const [name, attribute] of Object.entries(ATTRIBUTES)) {
    if (script.dataset[name]) element.setAttribute(attribute, script.dataset[name]);
  }
  element.setAttribute("position", script.dataset.position === "page" ? "page" : "corner");
  if (!script.dataset.api) element.setAttribute("api", new URL(".", script.src).href);
  return element;
}

function place(element) {
  if (script.dataset.position === "page" && document.body.contains(script)) script.after(element);
  else document.body.append(element);
}
