/** The form for a key, over whatever is on the desk, so that nothing is lost when a session runs out. */

import { h } from "/chat/dom.js";

let asking = null;

/** Ask for a key until one opens; returns the session. */
export function signIn() {
  asking ??= form().finally(() => (asking = null));
  return asking;
}

async function form() {
  const ways = await fetch("/api/v1/session/ways").then((response) => response.json()).catch(() => ({}));
  return new Promise((resolve) => {
    const key = h("input", { type: "password", id: "key", name: "key", autocomplete: "current-password", required: true, spellcheck: "false" });
    const trouble = h("p", { class: "trouble", role: "alert" });
    const dialog = h(
      "dialog",
      { class: "sign-in", "aria-labelledby": "sign-in-title" },
      h(
        "form",
        { on: { submit: (event) => exchange(event, key, trouble, dialog, resolve) } },
        h("h1", { id: "sign-in-title" }, "登录工作台"),
        h("label", { for: "key" }, "密钥"),
        key,
        trouble,
        h("p", { class: "minor" }, "密钥由管理人员发给本人，以 yz_ 开头。"),
        h("p", { class: "buttons" }, h("button", { class: "primary" }, "登录"), ways.oidc && h("a", { class: "button", href: "/desk/oidc" }, "用单位账号登录")),
      ),
    );
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    document.body.append(dialog);
    dialog.showModal();
  });
}

async function exchange(event, key, trouble, dialog, resolve) {
  event.preventDefault();
  trouble.textContent = "";
  try {
    const response = await fetch("/api/v1/session", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ key: key.value }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(response.status === 422 ? "这不像一把密钥，请检查有没有漏字。" : answer.detail);
    dialog.remove();
    resolve(answer);
  } catch (fault) {
    trouble.textContent = fault instanceof TypeError ? "连不上服务器，请检查网络后再试。" : fault.message;
    key.select();
  }
}
