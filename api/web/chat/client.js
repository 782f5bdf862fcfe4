/** The public API. A fault is one of three: refused with words for the person, broken, or not reached at all. */

/** The server answered and says in `message` what to do instead. */
export class Refused extends Error {}

/** The server answered with something that is no answer. */
export class Broken extends Error {}

/** Nothing came back: no network, or an origin that is not allowed (browsers tell us no more). */
export class Lost extends Error {}

const PATIENCE_MS = 20_000; // a turn through the dialogue engine ends after 8 s on the server

export function client(base) {
  const at = (path) => new URL(path, base.endsWith("/") ? base : `${base}/`);

  async function call(url, { signal, ...options } = {}) {
    const patience = AbortSignal.timeout(PATIENCE_MS);
    const either = signal && AbortSignal.any ? AbortSignal.any([signal, patience]) : (signal ?? patience);
    let response;
    try {
      response = await fetch(url, { credentials: "omit", signal: either, ...options });
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new Lost(error.message);
    }
    const body = await response.json().catch(() => null);
    if (response.ok && body) return body;
    if (body?.detail) throw new Refused(body.detail);
    throw new Broken(`status ${response.status}`);
  }

  return {
    /** One turn: `{conversation_id?, message | choice, division?}` → reply. */
    chat: (request) =>
      call(at("api/v1/chat"), {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(request),
      }),

    /** Items and life events for words half typed. */
    suggest(words, limit, signal) {
      const url = at("api/v1/items");
      url.search = new URLSearchParams({ q: words, limit });
      return call(url, { signal });
    },

    divisions: () => call(at("api/v1/divisions")),
  };
}
