/** `<yizhan-chat api division colour heading note position>`: the parts meet here and nowhere else. */

import { cardOf } from "./blocks/index.js";
import { client as clientOf } from "./client.js";
import { compose } from "./composer.js";
import { Conversation } from "./conversation.js";
import { corner } from "./corner.js";
import { fillDivisions } from "./division.js";
import { dialled } from "./dom.js";
import { Focus } from "./focus.js";
import { recall } from "./history.js";
import { applyLook, dress } from "./look.js";
import { fillMenu } from "./menu.js";
import { printer } from "./printing.js";
import { Screen } from "./screen.js";
import { frame, welcome } from "./shell.js";
import { madeOf, openStore } from "./store.js";
import { WORDS } from "./words.js";

export class YizhanChat extends HTMLElement {
  #store = openStore();
  #focus = new Focus();
  #parts;
  #printer;
  #screen;
  #conversation;

  connectedCallback() {
    if (this.shadowRoot) return;
    this.lang = "zh-CN";
    const root = this.attachShadow({ mode: "open" });
    dress(root, this.getAttribute("colour"));
    this.#assemble();
    root.append(...[this.#parts.launcher, this.#parts.panel, this.#parts.paper].filter(Boolean));
    this.#screen.showLast();
  }

  #assemble() {
    const inCorner = this.getAttribute("position") === "corner";
    const client = clientOf(this.getAttribute("api") || location.href);
    const parts = frame({
      heading: this.getAttribute("heading") || WORDS.heading,
      note: this.getAttribute("note") || WORDS.foot,
      inCorner,
    });
    this.#parts = parts;
    this.#printer = printer(this, parts.paper);
    this.#screen = new Screen(parts, this.#forAnswers(client));
    this.#screen.onReply = (reply) => this.#take(reply);
    this.#conversation = new Conversation({
      client,
      store: this.#store,
      screen: this.#screen,
      common: () => (parts.division.value ? { division: parts.division.value } : {}),
    });
    fillMenu(this, parts, this.#store, { restart: () => this.#restart(), clear: () => this.#clear() });
    fillDivisions(parts.division, client, this.#store, {
      preset: this.getAttribute("division"),
      moved: (code, name) => this.#move(code, name),
    }).catch(() => this.#warn(WORDS.unreachable));
    compose(parts, client, {
      say: (words) => this.#ask(words, { message: words }),
      pick: ({ id, name, window }) =>
        this.#ask(name, { choice: { kind: window === WORDS.bundle ? "life_event" : "item", value: id } }),
      tell: (words) => this.#tell(words),
    });
    if (inCorner) corner(this, parts);
    applyLook(this, this.#store);
    this.#begin();
  }

  /** What answers may do. */
  #forAnswers(client) {
    return {
      store: this.#store,
      slips: {
        files: (code) => (kind) => client.slipFile(code, kind),
        filesOfBundle: (id) => (kind) => client.bundleFile(id, kind),
        make: (notice) => client.slip({ item_id: notice.item_id, ...madeOf(notice) }),
      },
      judge: async (id, said) => {
        const conversation = this.#conversation.id;
        const thanks = await client.feedback({ ...(conversation && { conversation_id: conversation }), ...said });
        this.#store.judge(id);
        return thanks;
      },
      say: (words) => this.#tell(words),
      print: (card) => this.#printer.print(card),
      ask: (words, choice) => this.#ask(words, { choice }),
      change: (notice, difference) =>
        this.#ask(difference.label, { choice: this.#focus.changed(notice, difference, this.#conversation.limited) }),
    };
  }

  #begin() {
    const last = recall(this.#parts.log, this.#screen, this.#store.history(), this.#conversation.begun);
    if (last && this.#conversation.begun) this.#take(last);
    else this.#greet();
  }

  #greet() {
    this.#parts.log.append(welcome((words) => this.#ask(words, { message: words })));
  }

  #ask(words, request) {
    if (this.#conversation.busy) return false;
    this.#tell("");
    this.#conversation.say(words, request);
    return true;
  }

  #take(reply) {
    const card = cardOf(reply.blocks);
    const { division } = this.#parts;
    if (card) this.#printer.keep(card);
    if (card?.notice && division.value) division.value = card.notice.division_code;
    this.#focus.take(reply.subject, card?.notice);
    this.#warn(this.#conversation.limited && WORDS.limited);
  }

  #move(code, name) {
    if (!this.#conversation.begun) return;
    const choice = this.#focus.moved(code, this.#conversation.limited);
    if (choice) this.#ask(WORDS.moved(name), { choice });
  }

  #restart() {
    this.#conversation.restart();
    this.#screen.leave();
    this.#screen.note(WORDS.restarted);
    this.#freshen();
  }

  #clear() {
    this.#conversation.restart();
    this.#store.clear();
    this.#screen.leave();
    this.#printer.forget();
    this.#parts.log.replaceChildren();
    this.#freshen();
    this.#tell(WORDS.cleared);
  }

  #freshen() {
    this.#focus.leave();
    this.#greet();
    this.#parts.input.focus();
  }

  #warn(words) {
    this.#parts.banner.hidden = !words;
    this.#parts.banner.replaceChildren(...dialled(words || ""));
  }

  #tell(words) {
    this.#parts.toast.textContent = words;
  }
}
