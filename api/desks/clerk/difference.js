/** What differs between two lists of papers: which came, which went, which are handed in another way. */

export const keyOf = (line) => (line.of ? `${line.name}（${line.of}）` : line.name);

const PARTS = [
  ["counts", "份数"],
  ["submission", "提交方式"],
  ["format", "形式"],
  ["reason", "理由"],
  ["notes", "说明"],
];

/** Returns `{added: Set, removed: [line], changed: Map(key → words)}`; without a list to compare, nothing differs. */
export function difference(before, after) {
  const nothing = { added: new Set(), removed: [], changed: new Map() };
  if (!before) return nothing;
  const old = new Map(before.map((line) => [keyOf(line), line]));
  const now = new Map(after.map((line) => [keyOf(line), line]));
  return {
    added: new Set([...now.keys()].filter((key) => !old.has(key))),
    removed: before.filter((line) => !now.has(keyOf(line))),
    changed: new Map([...now].filter(([key]) => old.has(key)).map(([key, line]) => [key, changes(old.get(key), line)]).filter(([, words]) => words)),
  };
}

const changes = (before, after) =>
  PARTS.filter(([part]) => before[part] !== after[part])
    .map(([part, name]) => `${name}原来是“${before[part] ?? "无"}”`)
    .join("；");

/** In one line, for the status and for screen readers. */
export function inWords({ added, removed, changed }) {
  const told = [
    added.size && `新增 ${added.size} 项：${[...added].join("、")}`,
    removed.length && `不再需要 ${removed.length} 项：${removed.map(keyOf).join("、")}`,
    changed.size && `有变化 ${changed.size} 项：${[...changed.keys()].join("、")}`,
  ].filter(Boolean);
  return told.join("。") || "材料没有变化";
}
