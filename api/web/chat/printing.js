/** Printing: the last card by the browser's own command, any card by its button. */

import { sheetOf } from "./look.js";
import { paper } from "./paper.js";

const PATH = "data-yizhan-path";
const ONLY_US = `@media print { [${PATH}] > :not([${PATH}]) { display: none !important; } }`;

export function printer(host, sheet) {
  let last = null;
  let rest = () => {};

  const lay = (card) => sheet.replaceChildren(...paper(card).flat(Infinity).filter(Boolean));

  function keep(card) {
    try {
      lay(card);
    } catch (error) {
      console.error("yizhan-chat: card not laid out for printing", error);
      return forget(); // half a list on paper would be worse than none
    }
    last = card;
    host.toggleAttribute("printable", true);
  }

  function forget() {
    last = null;
    sheet.replaceChildren();
    host.removeAttribute("printable");
  }

  /** Print one card alone, whatever else the page shows. */
  function print(card) {
    rest();
    lay(card);
    host.toggleAttribute("printable", true);
    host.toggleAttribute("printing", true);
    const hidden = alone(host);
    rest = () => {
      hidden();
      host.removeAttribute("printing");
      if (last) lay(last);
      else forget();
      rest = () => {};
    };
    window.print();
  }

  addEventListener("afterprint", () => rest());
  return { keep, forget, print };
}

/** Hide the rest of the page from the printer, by a constructed sheet. Returns what undoes it. */
function alone(host) {
  const path = [];
  for (let element = host; element; element = element.parentElement) path.push(element);
  for (const element of path) element.setAttribute(PATH, "");
  const sheet = sheetOf(ONLY_US);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  return () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet);
    for (const element of path) element.removeAttribute(PATH);
  };
}
