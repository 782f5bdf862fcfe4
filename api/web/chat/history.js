/** Earlier turns of this device, the latest few at once and the others when asked for. */

import { h } from "./dom.js";
import { day } from "./plain_text.js";
import { WORDS } from "./words.js";

const AT_ONCE = 3; // more would make the first paint wait on slow phones

/** Draw what was kept; `goesOn` when the conversation continues from the last turn. Returns the last reply. */
export function recall(log, screen, turns, goesOn) {
  if (!turns.length) return null;
  const old = turns.slice(0, -AT_ONCE);
  const latest = turns.slice(-AT_ONCE);
  const earlier = h("button", { type: "button", class: "link earlier", on: { click: unfold } }, WORDS.earlier);

  function unfold() {
    earlier.replaceWith(...old.map((turn) => screen.restore(turn, false)));
  }

  if (old.length) log.append(earlier);
  log.append(...latest.map((turn, index) => screen.restore(turn, goesOn && index === latest.length - 1)));
  screen.note(WORDS.history(day(new Date(turns.at(-1).at).toLocaleDateString("sv-SE"))));
  return turns.at(-1).reply;
}
