/** The host's colour (`data-colour="#rrggbb"`), darkened or lightened until text in it can be read. */

const READABLE = 4.8; // contrast; WCAG 2.1 AA asks 4.5
const PAPER = { light: [239, 242, 242], dark: [34, 43, 45] }; // the least favourable grounds in style.css

/** A style sheet's text for the host's colour; empty for none or one that is no colour. */
export function widgetColours(hex) {
  const colour = parse(hex);
  if (!colour) return "";
  const light = readableOn(PAPER.light, colour, [0, 0, 0]);
  const dark = readableOn(PAPER.dark, colour, [255, 255, 255]);
  return `:host { --brand-light: ${css(light)}; --brand-dark: ${css(dark)}; }`;
}

function contrast(one, other) {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function readableOn(paper, colour, towards) {
  let mixed = colour;
  for (let share = 0; contrast(paper, mixed) < READABLE && share <= 1; share += 0.05) {
    mixed = colour.map((part, index) => Math.round(part + (towards[index] - part) * share));
  }
  return mixed;
}

function luminance(colour) {
  const [r, g, b] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const parse = (hex) => /^#[0-9a-f]{6}$/i.test(hex ?? "") && [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
const css = (colour) => `rgb(${colour.join(" ")})`;
