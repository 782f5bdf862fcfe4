/** How the widget looks: size of text, light or dark, the host's colour. All of it through constructed sheets,
 *  because a strict policy of the host page allows neither style elements nor style attributes. */

import { widgetColours } from "./colour.js";
import { STYLE as CARDS } from "./cards.css";
import { STYLE as SURROUNDINGS } from "./surroundings.css";
import { STYLE } from "./style.css";

export const SIZES_PX = [16, 20, 24, 30]; // standard; then 大字: 18 and more everywhere, up to 30

/** Dress `root`; browsers without constructed sheets get a style element, which only a strict host page forbids. */
export function dress(root, colour) {
  const texts = [STYLE, CARDS, SURROUNDINGS, widgetColours(colour)].filter(Boolean);
  if ("adoptedStyleSheets" in root) root.adoptedStyleSheets = texts.map(sheetOf);
  else root.append(Object.assign(document.createElement("style"), { textContent: texts.join("\n") }));
}

export function sheetOf(text) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}

/** Put the kept settings on the host element, and tell the page around it so that it can follow. */
export function applyLook(host, store) {
  const size = store.setting("size", 0);
  const theme = store.setting("theme", "auto");
  host.setAttribute("size", size);
  host.toggleAttribute("big", size > 0);
  host.setAttribute("theme", theme);
  host.dispatchEvent(new CustomEvent("yizhan-look", { detail: { size, theme }, bubbles: true, composed: true }));
}
