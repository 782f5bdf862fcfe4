/** 「这里写错了」: the line in question and what it should say, to those who look after the guidebook. */

import { h } from "/chat/dom.js";
import { overlay } from "../shared/overlay.js";
import { ask } from "../shared/server.js";

export function correct(notice, line, say) {
  const words = h("textarea", { id: "words", rows: "4", minlength: "2", maxlength: "600", required: true });
  const which = h("select", { id: "line" }, [["", "整份清单"], ...notice.lines.map((name) => [name, name])].map(([value, text]) => h("option", { value, selected: value === line }, text)));
  const trouble = h("p", { class: "trouble", role: "alert" });
  const send = async (event) => {
    event.preventDefault();
    try {
      const kept = await ask("POST", "/api/v1/desk/corrections", {
        item_id: notice.itemId,
        division: notice.division,
        circumstances: notice.chosen,
        line: which.value || null,
        words: words.value,
      });
      dialog.close();
      say(kept.text);
    } catch (fault) {
      trouble.textContent = fault.message;
    }
  };
  const form = h(
    "form",
    { on: { submit: send } },
    h("label", { for: "line" }, "哪一行"),
    which,
    h("label", { for: "words" }, "应该怎么写，依据是什么"),
    words,
    trouble,
    h("p", { class: "buttons" }, h("button", { class: "primary" }, "送出", h("kbd", {}, "Ctrl+Enter")), h("span", { class: "minor" }, "请不要写群众的姓名、证件号。")),
  );
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  const dialog = overlay("这里写错了", {}, form);
  words.focus();
}
