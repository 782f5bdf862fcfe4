/** Elements without markup strings: whatever the server or a person writes can never become HTML. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Build an element. `on` holds listeners; attributes that are null, undefined or false are left out.
 * Children may be nodes, strings, nested arrays; empty ones are skipped.
 */
export function h(name, { on = {}, ...attributes } = {}, ...children) {
  return fill(document.createElement(name), on, attributes, children);
}

/** The same for SVG. */
export function svg(name, { on = {}, ...attributes } = {}, ...children) {
  return fill(document.createElementNS(SVG, name), on, attributes, children);
}

function fill(element, on, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? "" : value);
  }
  for (const [event, listener] of Object.entries(on)) element.addEventListener(event, listener);
  element.append(...children.flat(Infinity).filter((child) => child || child === 0));
  return element;
}

/** Words for screen readers only. */
export const spoken = (text) => h("span", { class: "spoken" }, text);

// Hotlines in full; 110, 119, 120 only where somebody is told to dial them: 「120 元」 is no number to call.
const TELEPHONE = /(?<!\d)(123(?:15|28|29|33|38|45|48|56|66|67|93)|(?<=拨打\s?)1(?:10|19|20|22))(?!\d)/g;

/** Text whose hotline numbers can be dialled. */
export function dialled(text) {
  const parts = [];
  let end = 0;
  for (const match of text.matchAll(TELEPHONE)) {
    parts.push(text.slice(end, match.index), dial(match[0]));
    end = match.index + match[0].length;
  }
  return [...parts, text.slice(end)];
}

/** A number to tap. */
export const dial = (number) => h("a", { class: "dial", href: `tel:${number}` }, number);

/** A heading and what stands under it; nothing where there is nothing. */
export function section(title, ...children) {
  const content = children.flat(Infinity).filter(Boolean);
  return content.length ? h("section", { class: "part" }, h("h4", {}, title), content) : null;
}

/** A list of plain lines. */
export const lines = (texts) =>
  texts.length ? h("ul", { class: "lines" }, texts.map((text) => h("li", {}, text))) : null;

/** Something to unfold. */
export const fold = (title, ...children) =>
  h("details", { class: "fold" }, h("summary", {}, title), h("div", { class: "folded" }, children));
