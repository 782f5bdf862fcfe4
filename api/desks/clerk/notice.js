/** The one-time notice as a clerk reads it: papers first, everything else beside them, differences marked in words. */

import { dialled, h } from "/chat/dom.js";
import { difference, keyOf } from "./difference.js";

const TAGS = { 必交: "required", 免交: "waived", 容缺: "deferrable", 告知承诺: "commitment" };

/** `against` is the notice with which it is compared; `words` name what came and went. */
export function noticeView(notice, against, words = { added: "新增", removed: "不再需要" }) {
  return h("div", { class: "notice" }, papers(notice, against, words), facts(notice, against));
}

function papers(notice, against, words) {
  const differs = difference(against?.materials, notice.materials);
  return h(
    "section",
    { class: "papers" },
    h("h3", {}, "要带什么", h("span", { class: "total" }, notice.total_text)),
    h("ol", {}, notice.materials.map((line) => paper(line, mark(line, differs, words)))),
    !notice.materials.length && h("p", {}, "不用带材料"),
    differs.removed.length > 0 &&
      h("ul", { class: "gone" }, differs.removed.map((line) => h("li", {}, tag("removed", `－ ${words.removed}`), h("s", {}, keyOf(line))))),
  );
}

function mark(line, { added, changed }, words) {
  const key = keyOf(line);
  if (added.has(key)) return { name: "added", text: `＋ ${words.added}` };
  return changed.has(key) ? { name: "changed", text: "～ 有变化", why: changed.get(key) } : null;
}

const paper = (line, marked) =>
  h(
    "li",
    { class: marked?.name, value: line.number, tabindex: "-1", "data-line": keyOf(line) },
    h(
      "p",
      { class: "name" },
      h("b", {}, line.name),
      line.of && h("span", {}, line.of),
      tag(TAGS[line.submission] ?? "required", line.submission),
      h("span", { class: "counts" }, line.counts),
      marked && tag(marked.name, marked.text),
    ),
    marked?.why && h("p", { class: "why" }, marked.why),
    line.reason && h("p", { class: "minor" }, line.reason),
    [line.issuer && `${line.issuer}核发`, line.notes].some(Boolean) &&
      h("p", { class: "minor" }, [line.issuer && `${line.issuer}核发`, line.notes].filter(Boolean).join("。")),
  );

export const tag = (name, text) => h("span", { class: `tag ${name}` }, text);

const FACTS = [
  ["去哪里", (notice) => [...notice.places.map(place), ...new Set(notice.places.map(details))]],
  ["费用", (notice) => notice.fees],
  ["多久", (notice) => notice.times],
  ["跑几次", (notice) => [notice.trips]],
  ["办理方式", (notice) => notice.ways],
  ["别人代办", (notice) => [notice.proxy.replace(/^别人代办：/, "")]],
  ["受理条件", (notice) => notice.conditions],
  ["流程", (notice) => notice.steps],
  ["结果", (notice) => notice.results],
  ["各地不同", (notice) => notice.differs],
  ["依据", (notice) => notice.source.legal_basis.map((law) => [law.name, law.article].filter(Boolean).join(" "))],
];

const place = ({ division, name, note }) => `${division} · ${name}${note ? `（${note}）` : ""}`;
const details = ({ address, hours, open_now: open }) => [address, open ? open.text : hours].filter(Boolean).join("；"); // mostly the same for all

const facts = (notice, against) =>
  h(
    "section",
    { class: "facts" },
    h("h3", {}, "其他"),
    h(
      "dl",
      {},
      FACTS.map(([name, of]) => [name, of(notice).filter(Boolean), against && of(against)])
        .filter(([, lines]) => lines.length)
        .map(([name, lines, other]) => h("div", {}, h("dt", {}, name), lines.map((line) => fact(line, other)))),
    ),
    h("p", { class: "minor" }, `记录第 ${notice.source.version} 版，${notice.source.as_of} 核对；指南版本 ${notice.source.guidebook_version}`, notice.source.sample && "（样本）"),
  );

const fact = (line, other) =>
  other && !other.includes(line) ? h("dd", { class: "changed" }, tag("changed", "～ 不同"), dialled(line)) : h("dd", {}, dialled(line));
