/** The steps of one item: 「受理审核：民警核对…」. */

import { h } from "../dom.js";

export const steps = (texts) => texts.length > 0 && h("ol", { class: "steps" }, texts.map(step));

function step(text) {
  const [name, ...rest] = text.split("：");
  return h("li", {}, h("strong", {}, name), rest.length > 0 && `　${rest.join("：")}`);
}
