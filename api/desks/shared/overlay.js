/** A dialog over the desk that Escape closes; focus goes back to where it was. */

import { h } from "/chat/dom.js";

export function overlay(title, { className = "", onClose } = {}, ...content) {
  const back = document.activeElement;
  const dialog = h(
    "dialog",
    { class: `overlay ${className}`, "aria-label": title },
    h("div", { class: "overlay-head" }, h("h2", {}, title), h("button", { type: "button", on: { click: () => dialog.close() } }, "关闭", h("kbd", {}, "Esc"))),
    content,
  );
  dialog.addEventListener("close", () => {
    dialog.remove();
    back?.focus?.();
    onClose?.();
  });
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
