/** 有用, 没用, 我白跑了一趟: one press, or a short form; nothing about the person is asked. */

import { Refused } from "./client.js";
import { dialled, h } from "./dom.js";
import { madeOf, materialKey } from "./store.js";
import { wastedTrip } from "./wasted_trip.js";
import { WORDS } from "./words.js";

// A question back is no answer yet, and nobody in danger is to be asked how helpful that was.
const JUDGED = new Set(["answered", "no_match"]);

/**
 * The row under an answer, or null where there is nothing to judge. `send(said)` → `{text, options}`;
 * `ask(label, choice)` goes on with the conversation; `judged` says that this answer was judged before.
 */
export function feedback(reply, { send, ask, judged }) {
  if (!JUDGED.has(reply.status)) return null;
  if (judged) return h("p", { class: "minor judged" }, WORDS.judged);
  const listed = listOf(reply);
  const row = h("div", { class: "judge", role: "group", "aria-label": WORDS.judge });

  function offer() {
    row.replaceChildren(
      h("span", { class: "minor" }, WORDS.judgeAsk),
      ...["helpful", "unhelpful"].map((kind) => button("tool", WORDS.opinions[kind], () => say({ kind }))),
      reply.subject ? button("tool", WORDS.opinions.wasted_trip, fillIn) : "",
    );
  }

  function fillIn() {
    const form = wastedTrip(listed, {
      send: (said) => say({ kind: "wasted_trip", ...said }),
      leave: () => {
        offer();
        row.lastChild.focus();
      },
    });
    row.replaceChildren(form);
    form.querySelector("input, textarea").focus();
  }

  async function say(said) {
    tell(WORDS.sending);
    try {
      const { text, options } = await send({ ...said, subject: reply.subject, ...listed.of });
      tell(text, options.map((option) => button("option", option.label, () => ask(option.label, option.choice))));
    } catch (error) {
      tell(error instanceof Refused ? error.message : WORDS.notSent, [button("option", WORDS.retry, () => say(said))]);
    }
  }

  /** Say how it stands, in place of what was pressed, and leave the focus there. */
  function tell(words, buttons = []) {
    const said = h("p", { class: "told", tabindex: "-1" }, dialled(words));
    row.replaceChildren(said, ...buttons);
    said.focus({ preventScroll: true });
  }

  offer();
  return row;
}

/** The lines and windows that an answer named, and what its list was made of. */
function listOf({ blocks }) {
  const part = (type) => blocks.find((block) => block?.type === type)?.[type];
  const notice = part("notice");
  const places = [...new Set((notice ?? part("facts"))?.places?.map((place) => place.name))];
  if (!notice) return { lines: part("life_event")?.materials?.map((m) => [m.number, m.name]) ?? [], places, of: {} };
  return {
    lines: notice.materials?.map((material) => [material.number, materialKey(material)]) ?? [],
    places,
    of: madeOf(notice),
  };
}

const button = (kind, label, act) => h("button", { type: "button", class: kind, on: { click: act } }, label);
