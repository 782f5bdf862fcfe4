/** Sends one message at a time and keeps at it: what was typed is neither lost nor shown twice. */

import { Broken, Lost, Refused } from "./client.js";

const RETRY_AFTER_S = [2, 5, 10];

/**
 * `turn` is `{words, id, request}`; `screen` shows what becomes of it:
 * `begin(turn)`, `waiting(turn, seconds)`, `lost(turn, {seconds, again})`, `refused(turn, words)`,
 * `broken(turn, again)`, `answered(turn, reply)`.
 */
export class Conversation {
  #client;
  #store;
  #screen;
  #common;
  #id;
  #busy = false;
  #stopRetrying = () => {};
  limited = false;

  constructor({ client, store, screen, common }) {
    this.#client = client;
    this.#store = store;
    this.#screen = screen;
    this.#common = common; // what every request carries: the division
    this.#id = store.conversation();
  }

  get begun() {
    return Boolean(this.#id);
  }

  get busy() {
    return this.#busy;
  }

  /** Say something; returns false while an earlier message is still on its way. */
  async say(words, request) {
    if (this.#busy) return false;
    this.#stopRetrying();
    const turn = { words, id: turnId(), request };
    this.#busy = true;
    this.#screen.begin(turn);
    await this.#send(turn, 0);
    return true;
  }

  /** The conversation's id, once the server gave one. */
  get id() {
    return this.#id;
  }

  restart() {
    this.#id = null;
    this.#store.keepConversation(null);
  }

  async #send(turn, attempt) {
    this.#busy = true;
    this.#screen.waiting(turn);
    // Word for word the same each time, so that the server knows a repeated turn and gives the reply that was lost.
    turn.body ??= { ...(this.#id && { conversation_id: this.#id }), ...this.#common(), ...turn.request, turn_id: turn.id };
    try {
      this.#take(turn, await this.#client.chat(turn.body));
    } catch (error) {
      this.#fail(turn, attempt, error);
    }
  }

  #take(turn, reply) {
    this.#id = reply.conversation_id;
    this.#store.keepConversation(this.#id);
    this.#store.remember({ id: turn.id, words: turn.words, reply, at: Date.now() });
    // An exact list behind a button never needs the dialogue engine and tells nothing of its state.
    if (turn.request.choice?.kind !== "notice") this.limited = reply.limited;
    this.#busy = false;
    this.#screen.answered(turn, reply);
  }

  #fail(turn, attempt, error) {
    this.#busy = false;
    if (error instanceof Refused) this.#screen.refused(turn, error.message);
    else if (error instanceof Broken) this.#screen.broken(turn, () => this.#send(turn, 0));
    else if (error instanceof Lost) this.#wait(turn, attempt);
    else throw error;
  }

  /** Try again by itself for a while, at once when the network is back, and whenever the person wants to. */
  #wait(turn, attempt) {
    const seconds = RETRY_AFTER_S[attempt];
    const byItself = seconds !== undefined;
    const again = () => {
      this.#stopRetrying();
      this.#send(turn, byItself ? attempt + 1 : 0);
    };
    const timer = byItself ? setTimeout(again, seconds * 1000) : 0;
    addEventListener("online", again);
    this.#stopRetrying = () => {
      clearTimeout(timer);
      removeEventListener("online", again);
      this.#stopRetrying = () => {};
    };
    this.#busy = byItself;
    this.#screen.lost(turn, { seconds, again });
  }
}

/** 128 random bits; `crypto.randomUUID` is not there on pages without TLS. */
const turnId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
