/** Typing, suggestions while typing, voice. */

import { h, spoken } from "./dom.js";
import { canListen, listen } from "./speech.js";
import { WORDS } from "./words.js";

const SHOWN_AT_MOST = 5;
const LIKELY = 0.01; // a candidate below this is noise, except the first ones, which are shown anyway

/** Wire the composer; `say(words)` sends words, `pick(candidate)` asks for one suggested item. Both return false when busy. */
export function compose(parts, client, { say, pick, tell }) {
  const { composer, input, suggestions } = parts;
  const list = suggest(parts, client, (candidate) => pick(candidate) && empty());

  function empty() {
    input.value = "";
    grow();
    list.close();
  }

  function grow() {
    input.rows = Math.min(4, Math.max(1, input.value.split("\n").length));
    while (input.scrollHeight > input.clientHeight + 4 && input.rows < 4) input.rows += 1;
  }

  composer.addEventListener("submit", (event) => {
    event.preventDefault();
    const words = input.value.trim();
    if (words && say(words)) empty();
    else input.focus();
  });
  input.addEventListener("input", (event) => {
    grow();
    if (!event.isComposing) list.look(); // letters of pinyin are no words yet
  });
  input.addEventListener("compositionend", () => list.look());
  input.addEventListener("keydown", (event) => {
    // While an input method composes, Enter picks a character.
    if (event.isComposing || event.keyCode === 229) return;
    if (list.key(event)) return event.preventDefault();
    if (event.key !== "Enter" || event.shiftKey) return;
    event.preventDefault();
    composer.requestSubmit();
  });
  input.addEventListener("blur", () => setTimeout(list.close, 150)); // after the click on a suggestion
  suggestions.addEventListener("pointerdown", (event) => event.preventDefault());
  if (canListen()) hear(parts, grow, tell);
}

function suggest({ input, suggestions }, client, pick) {
  let asking = null; // one look-up at a time: it is followed by one for what was typed meanwhile
  let active = -1;
  let candidates = [];

  function close() {
    asking?.abort();
    asking = null;
    candidates = [];
    activate(-1);
    suggestions.hidden = true;
  }

  function activate(index) {
    active = index;
    [...suggestions.children].forEach((row, at) => row.setAttribute("aria-selected", at === index));
    if (index < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", suggestions.children[index].id);
  }

  async function ask(words) {
    asking = new AbortController();
    const { signal } = asking;
    // Suggestions are a courtesy: without them one can still ask.
    const found = await client.suggest(words, SHOWN_AT_MOST, signal).catch(() => null);
    if (signal.aborted) return;
    asking = null;
    if (wanted() !== words) look();
    else show(found?.items.filter((candidate, index) => index < 3 || candidate.score >= LIKELY) ?? []);
  }

  const wanted = () => (input.value.trim().length >= 2 ? input.value.trim() : "");

  function look() {
    if (!wanted()) close();
    else if (!asking) ask(wanted());
  }

  function show(items) {
    candidates = items;
    suggestions.replaceChildren(...items.map(row));
    suggestions.hidden = !items.length;
    activate(-1);
  }

  const row = (candidate, index) =>
    h(
      "li",
      { role: "option", id: `suggestion-${index}`, "aria-selected": "false", on: { click: () => pick(candidate) } },
      h("span", { class: "label" }, candidate.name),
      h("span", { class: "minor" }, spoken("，"), candidate.window),
    );

  return {
    close,
    look,
    /** Whether the key was for the list. */
    key({ key }) {
      if (suggestions.hidden) return false;
      if (key === "Escape") close();
      else if (key === "ArrowDown") activate((active + 1) % candidates.length);
      else if (key === "ArrowUp") activate((active <= 0 ? candidates.length : active) - 1);
      else if (key === "Enter" && active >= 0) pick(candidates[active]);
      else return false;
      return true;
    },
  };
}

function hear({ mic, input }, grow, tell) {
  let stop = null;
  mic.hidden = false;

  function heard(words) {
    input.value = words;
    grow();
  }

  function ended(reason) {
    stop = null;
    mic.classList.remove("on");
    mic.setAttribute("aria-label", WORDS.listen);
    tell(reason === "unavailable" ? WORDS.cannotListen : reason === "nothing" ? WORDS.notHeard : "");
    input.focus();
  }

  mic.addEventListener("click", () => {
    if (stop) return stop();
    stop = listen(heard, ended);
    mic.classList.add("on");
    mic.setAttribute("aria-label", WORDS.listening);
    tell(WORDS.listening);
  });
}
