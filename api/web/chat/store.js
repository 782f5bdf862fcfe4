/** What is kept on this device, and nowhere else. Where storage is shut (private windows, sandboxed frames) it
 *  lasts as long as the page. */

const PREFIX = "yizhan:";
const TURNS_AT_MOST = 30; // a notice is about 15 KB; the browser gives a page some 5 MB
const CONVERSATION_IDLE_MS = 2 * 60 * 60 * 1000;

function storage() {
  try {
    localStorage.setItem(`${PREFIX}probe`, "1");
    localStorage.removeItem(`${PREFIX}probe`);
    return localStorage;
  } catch {
    return null;
  }
}

export function openStore() {
  const kept = storage();
  const here = new Map();

  function read(key, otherwise) {
    try {
      const text = kept ? kept.getItem(PREFIX + key) : here.get(key);
      return text ? JSON.parse(text) : otherwise;
    } catch {
      return otherwise;
    }
  }

  function write(key, value) {
    const text = JSON.stringify(value);
    if (!kept) return void here.set(key, text);
    try {
      kept.setItem(PREFIX + key, text);
    } catch {
      // Full: the oldest half of the history makes room, and what is new still shows on the page.
      const turns = read("history", []);
      if (key !== "history" && turns.length) write("history", turns.slice(turns.length / 2));
    }
  }

  return {
    setting: (name, otherwise) => read(`setting:${name}`, otherwise),
    set: (name, value) => write(`setting:${name}`, value),

    /** Names that are ticked under `list` (an item with its circumstances, or a life event). */
    ticks: (list) => new Set(read(`ticks:${list}`, [])),
    tick(list, name, done) {
      const names = this.ticks(list);
      if (done) names.add(name);
      else names.delete(name);
      write(`ticks:${list}`, [...names]);
    },

    /** Whether the answer of that turn was judged on this device. */
    judged: (id) => read("judged", []).includes(id),
    judge: (id) => write("judged", [...read("judged", []), id].slice(-TURNS_AT_MOST)),

    history: () => read("history", []),
    remember: (turn) => write("history", [...read("history", []), turn].slice(-TURNS_AT_MOST)),

    /** The conversation to go on with, unless it lay idle for too long. */
    conversation() {
      const { id, at } = read("conversation", {});
      return id && Date.now() - at < CONVERSATION_IDLE_MS ? id : null;
    },
    keepConversation: (id) => write("conversation", id ? { id, at: Date.now() } : {}),

    /** Forget what was asked, answered and ticked; how the page looks stays. */
    clear() {
      here.clear();
      if (!kept) return;
      const mine = Object.keys(kept).filter((key) => key.startsWith(PREFIX) && !key.startsWith(`${PREFIX}setting:`));
      for (const key of mine) kept.removeItem(key);
    },
  };
}

/** The list a notice's ticks belong to: the same item under the same circumstances. */
export const listOf = (notice) =>
  [notice.item_id, ...notice.circumstances.map((c) => `${c.id}.${c.option_id}`).sort()].join("|");

/** What a notice was made of, as the server takes it. */
export const madeOf = (notice) => ({
  division: notice.division_code,
  circumstances: Object.fromEntries(notice.circumstances?.map((c) => [c.id, c.option_id]) ?? []),
  ...(notice.source?.guidebook_version && { guidebook_version: notice.source.guidebook_version }),
});

/** A material by name and whose it is, so that a tick survives another order or another version. */
export const materialKey = (material) => (material.of ? `${material.name}（${material.of}）` : material.name);
