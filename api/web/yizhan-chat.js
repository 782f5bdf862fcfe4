/**
 * The one script tag: <script src="…/yizhan-chat.js" data-division="330381" data-position="corner" defer></script>.
 *
 * A classic script, because only a classic script can read its own data attributes; it stays tiny and leaves
 * the rest to modules. Attributes: data-api, data-division, data-colour, data-title, data-position (page|corner).
 */
(() => {
  const script = document.currentScript;
  const base = new URL(".", script.src);
  const attributes = ["api", "division", "colour", "title", "position"];

  function place(element) {
    const inBody = document.body.contains(script);
    if (inBody && script.dataset.position !== "corner") script.after(element);
    else document.body.append(element);
  }

  function embed() {
    if (document.querySelector("yizhan-chat")) return;
    const element = document.createElement("yizhan-chat");
    for (const name of attributes) {
      if (script.dataset[name]) element.setAttribute(name === "title" ? "heading" : name, script.dataset[name]);
    }
    if (!element.hasAttribute("api")) element.setAttribute("api", base.href);
    place(element);
  }

  // Reached when the modules cannot be had at all: offline, or a host page that is not on the allow-list.
  function offerHotline() {
    const link = Object.assign(document.createElement("a"), { href: "tel:12345", textContent: "12345" });
    const words = document.createElement("p");
    words.setAttribute("role", "alert");
    words.append("办事问答没能打开。要办事，请拨打政务服务热线 ", link, "。");
    place(words);
  }

  import(new URL("chat/element.js", base).href).then(embed, offerHotline);
})();
