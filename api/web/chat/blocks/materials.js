/** Numbered materials with ticks (已备齐). How each is handed in is said in words and by shape, not by colour alone. */

import { h } from "../dom.js";
import { WORDS } from "../words.js";

const TAGS = { 必交: "required", 免交: "waived", 容缺: "deferrable", 告知承诺: "commitment" };

/**
 * `groups`: `{title?, rows}`; a row is `{key, number, name, of?, counts, submission, reason, more}`, `more` holding
 * further elements. The ticks live on this device under `list`.
 */
export function materialList(groups, list, store) {
  const rows = groups.flatMap((group) => group.rows);
  const progress = h("p", { class: "progress" });
  const due = rows.filter((row) => row.submission !== "免交");
  const ready = store.ticks(list);

  function tick(row, done) {
    store.tick(list, row.key, done);
    if (done) ready.add(row.key);
    else ready.delete(row.key);
    count();
  }

  function count() {
    const done = due.filter((row) => ready.has(row.key)).length;
    progress.textContent = done ? WORDS.ready(done, due.length) : "";
    progress.classList.toggle("complete", done > 0 && done === due.length);
  }

  count();
  return [
    groups.map(({ title, rows: own }) => [
      title && h("h5", {}, title),
      h("ol", { class: "materials" }, own.map((row) => material(row, ready.has(row.key), (done) => tick(row, done)))),
    ]),
    progress,
  ];
}

function material(row, done, tick) {
  const waived = row.submission === "免交";
  return h(
    "li",
    { class: `material ${TAGS[row.submission] ?? "required"}`, "data-key": row.key },
    waived ? h("span", { class: "tick-space" }) : checkbox(row, done, tick),
    h(
      "div",
      { class: "material-text" },
      h(
        "p",
        { class: "material-name" },
        h("span", { class: "number" }, `${row.number}.`),
        h("span", { class: "name" }, row.name),
        row.of && h("span", { class: "of" }, row.of),
        h("span", { class: `tag ${TAGS[row.submission] ?? "required"}` }, row.submission),
      ),
      h("p", { class: "counts" }, row.counts),
      row.reason && h("p", { class: "reason" }, row.reason),
      row.more,
    ),
  );
}

function checkbox(row, done, tick) {
  const box = h("input", { type: "checkbox", class: "tick", "aria-label": WORDS.tick(row.key), checked: done });
  box.addEventListener("change", () => tick(box.checked));
  return box;
}
