/** Draws the turns of a conversation into the log. */

import { drawBlocks } from "./blocks/index.js";
import { retire } from "./blocks/choices.js";
import { dialled, h, spoken } from "./dom.js";
import { speakButton } from "./blocks/tools.js";
import { feedback } from "./feedback.js";
import { canSpeak } from "./speech.js";
import { turnOf } from "./shell.js";
import { WORDS } from "./words.js";

const SOON_MS = 300; // a faster answer needs no sign of progress
const LONG_MS = 6_000;

export class Screen {
  #parts;
  #context;
  #drawn = new WeakMap();
  #timers = [];
  #newest = null;
  #focusAnswer = false;

  /** `context` is what answers may use: `ask`, `change`, `judge`, `print`, `say`, `slips`, `store`. */
  constructor(parts, context) {
    this.#parts = parts;
    this.#context = context;
  }

  /** Called with each reply. */
  onReply = () => {};

  begin(turn) {
    const drawn = turnOf(turn.words);
    for (const button of this.#parts.log.querySelectorAll(".delivery button")) button.remove();
    this.#focusAnswer = this.#parts.log.contains(this.#parts.log.getRootNode().activeElement);
    this.#drawn.set(turn, drawn);
    this.#parts.log.querySelector(".welcome")?.remove();
    this.#parts.log.append(drawn.element);
    this.#parts.send.disabled = true;
    this.#show(drawn.element);
  }

  waiting(turn) {
    const { delivery } = this.#drawn.get(turn);
    this.#still();
    delivery.replaceChildren();
    const say = (words) => delivery.replaceChildren(h("p", { class: "waiting" }, words, dots()));
    this.#timers = [setTimeout(say, SOON_MS, WORDS.waiting), setTimeout(say, LONG_MS, WORDS.stillWaiting)];
  }

  lost(turn, { seconds, again }) {
    const words = seconds === undefined ? WORDS.givenUp : WORDS.lost + WORDS.retryingIn(seconds);
    this.#trouble(turn, words, again, seconds === undefined);
  }

  refused(turn, words) {
    this.#trouble(turn, words, null, true);
    if (turn.request.message && !this.#parts.input.value) this.#parts.input.value = turn.request.message;
  }

  broken(turn, again) {
    this.#trouble(turn, WORDS.failed, again, true);
  }

  answered(turn, reply) {
    const { element, delivery, answer } = this.#drawn.get(turn);
    this.#still();
    delivery.replaceChildren();
    if (this.#newest) retire(this.#newest);
    this.#newest = answer;
    this.#fill(answer, reply, turn.id);
    answer.prepend(...banners(reply));
    this.#parts.send.disabled = false;
    this.onReply(reply);
    this.#show(element);
    if (this.#focusAnswer) answer.focus({ preventScroll: true });
  }

  /** Draw an earlier turn again; its passing buttons are closed unless the conversation goes on from it. */
  restore(past, goesOn) {
    const { element, answer } = turnOf(past.words);
    this.#fill(answer, past.reply, past.id);
    if (goesOn) this.#newest = answer;
    else retire(answer);
    return element;
  }

  /** Close the newest answer's passing buttons: the conversation does not go on from there. */
  leave() {
    if (this.#newest) retire(this.#newest);
    this.#newest = null;
  }

  /** Bring the last turn into view, after a reload. */
  showLast() {
    const last = [...this.#parts.log.querySelectorAll(".turn")].at(-1);
    if (last) this.#show(last, "instant");
  }

  /** Say something that belongs to no turn. */
  note(words) {
    this.#parts.log.append(h("p", { class: "divider" }, words));
  }

  #fill(answer, reply, id) {
    const blocks = drawBlocks(reply.blocks, this.#context);
    answer.append(spoken(WORDS.answer), ...blocks);
    if (canSpeak() && !answer.querySelector(".tools")) {
      const words = () => blocks.map((block) => block.innerText).join("\n"); // cards have their own
      answer.append(h("div", { class: "tools own" }, speakButton(words)));
    }
    const { ask, judge, store } = this.#context;
    const row = feedback(reply, { ask, send: (said) => judge(id, said), judged: store.judged(id) });
    if (row) answer.append(row);
  }

  #trouble(turn, words, again, over) {
    const { delivery } = this.#drawn.get(turn);
    this.#still();
    const button = again && h("button", { type: "button", class: "option", on: { click: again } }, WORDS.retry);
    delivery.replaceChildren(h("div", { class: "trouble" }, h("p", {}, dialled(words)), button || ""));
    if (over) this.#parts.send.disabled = false;
    this.#show(delivery);
  }

  #still() {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  /** Bring the start of something into view; a long notice is read from its top. */
  #show(element, behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth") {
    const { log } = this.#parts;
    const top = element.getBoundingClientRect().top - log.getBoundingClientRect().top + log.scrollTop;
    log.scrollTo({ top: top - 8, behavior });
  }
}

const dots = () => h("span", { class: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i"));

/** Notices of the centre that hold now; an answer drawn again later leaves them out, as they may be over. */
const banners = (reply) => (reply.banners ?? []).map(({ words }) => h("p", { class: "of-centre", role: "note" }, h("b", {}, WORDS.banner), words));
