/** Where an answer comes from: law, version, day of the last check, and that the guidebook is a sample. */

import { fold, h } from "../dom.js";
import { day } from "../plain_text.js";
import { WORDS } from "../words.js";

export const sources = (block) =>
  h(
    "div",
    { class: "card slim" },
    sourceFold(block.source),
    block.source.sample && h("p", { class: "sample" }, WORDS.sample),
  );

/** The same inside a card; `materials` may rest on laws of their own. */
export function sourceFold(source, materials = []) {
  const own = materials.filter((material) => material.legal_basis);
  return fold(
    WORDS.source,
    h("p", {}, WORDS.sourceLine(source.version, day(source.as_of))),
    h("ul", { class: "lines" }, source.legal_basis.map(law)),
    own.length > 0 && [
      h("p", { class: "minor" }, WORDS.materialBasis),
      h("ul", { class: "lines" }, own.map((m) => h("li", {}, `${m.number}. ${m.name}：${m.legal_basis}`))),
    ],
    h("p", { class: "minor" }, `${WORDS.code}：${source.item_id}`),
    source.sample && h("p", { class: "sample" }, WORDS.sample),
  );
}

const law = (basis) =>
  h(
    "li",
    {},
    `《${basis.name.replace(/^《|》$/g, "")}》`,
    basis.article && ` ${basis.article}`,
    basis.note && h("span", { class: "minor" }, `　${basis.note}`),
  );
