/** Plain words. */

import { dialled, h } from "../dom.js";

export const text = (block) => h("p", { class: "text" }, dialled(block.text));
