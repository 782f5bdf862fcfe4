/** The menu: size, colours, start over, forget. */

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { applyLook, SIZES_PX } from "./look.js";
import { WORDS } from "./words.js";

const BIG = 1; // what 大字 switches on; the menu goes further

/** Fill the menu and wire it with the buttons of the bar. */
export function fillMenu(host, parts, store, { restart, clear }) {
  const { menu, menuButton, big, panel } = parts;

  function choose(name, value) {
    store.set(name, value);
    applyLook(host, store);
    reflect();
  }

  function reflect() {
    const size = store.setting("size", 0);
    big.setAttribute("aria-pressed", size > 0);
    for (const input of menu.querySelectorAll("input")) input.checked = input.value === String(store.setting(input.name, input.name === "size" ? 0 : "auto"));
  }

  function open(now) {
    menu.hidden = !now;
    menuButton.setAttribute("aria-expanded", now);
    if (now) menu.querySelector("input:checked")?.focus();
  }

  const sizes = SIZES_PX.map((_, index) => [index, WORDS.sizes[index]]);
  menu.append(
    radios("size", WORDS.size, sizes, (value) => choose("size", Number(value))),
    radios("theme", WORDS.theme, Object.entries(WORDS.themes), (value) => choose("theme", value)),
    h(
      "div",
      { class: "menu-buttons" },
      action("restart", WORDS.restart, () => {
        open(false);
        restart();
      }),
      twice(WORDS.clear, WORDS.clearAsk, () => {
        open(false);
        clear();
      }),
    ),
    h("p", { class: "minor" }, WORDS.kept),
  );
  big.addEventListener("click", () => choose("size", store.setting("size", 0) > 0 ? 0 : BIG));
  menuButton.addEventListener("click", () => open(menu.hidden));
  panel.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || menu.hidden) return;
    event.stopPropagation();
    open(false);
    menuButton.focus();
  });
  parts.log.addEventListener("pointerdown", () => open(false));
  reflect();
}

const radios = (name, title, options, pick) =>
  h(
    "fieldset",
    { class: "radios" },
    h("legend", {}, title),
    options.map(([value, label]) =>
      h("label", {}, h("input", { type: "radio", name, value, on: { change: () => pick(value) } }), h("span", {}, label)),
    ),
  );

const action = (name, label, act) =>
  h("button", { type: "button", class: "option", on: { click: act } }, icon(name), label);

/** A button that must be pressed twice, for what cannot be undone. */
function twice(label, sure, act) {
  let asked = false;
  const button = h("button", { type: "button", class: "option" }, label);
  const reset = () => {
    asked = false;
    button.textContent = label;
  };
  button.addEventListener("click", () => {
    if (asked) {
      reset();
      return act();
    }
    asked = true;
    button.textContent = sure;
  });
  button.addEventListener("blur", reset);
  return button;
}
