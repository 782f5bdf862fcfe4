/** Find an item or a life event by a few characters, pinyin or its number. */

import { h } from "/chat/dom.js";
import { overlay } from "../shared/overlay.js";
import { ask } from "../shared/server.js";

export function pickSubject(chosen) {
  const results = h("div", { class: "said", role: "group", "aria-label": "找到的事项" });
  const input = h("input", { type: "search", id: "pick", autocomplete: "off" });
  const dialog = overlay("归到哪个事项", {}, h("label", { for: "pick" }, "名称、拼音、首字母或编号"), input, results);
  let latest = 0;
  const look = async () => {
    const mine = ++latest;
    const found = await ask("GET", `/api/v1/desk/items?limit=8&q=${encodeURIComponent(input.value)}`).catch(() => ({ results: [] }));
    if (mine !== latest) return;
    results.replaceChildren(
      ...found.results.map((subject) =>
        h(
          "button",
          {
            type: "button",
            on: {
              click: () => {
                dialog.close();
                chosen(subject);
              },
            },
          },
          subject.name,
          h("span", { class: "minor" }, subject.window),
        ),
      ),
    );
  };
  input.addEventListener("input", look);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault(); // focus goes back to the button that opened this, and the key must not press it again
    results.querySelector("button")?.click();
  });
  input.focus();
}
