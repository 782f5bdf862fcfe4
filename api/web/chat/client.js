/** The public API. A fault is one of three: refused with words for the person, broken, or not reached at all. */

/** The server answered and says in `message` what to do instead. */
export class Refused extends Error {}

/** Refused, because there is no such thing at this server: it is older, or this is switched off. */
export class Missing extends Refused {}

/** The server answered with something that is no answer. */
export class Broken extends Error {}

/** Nothing came back: no network, or an origin that is not allowed (browsers tell us no more). */
export class Lost extends Error {}

const NOT_THERE = new Set([404, 405, 501]);
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
    if (body?.detail) throw new (NOT_THERE.has(response.status) ? Missing : Refused)(body.detail);
    throw new Broken(`status ${response.status}`);
  }

  const post = (path, request) =>
    call(at(path), { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(request) });

  return {
    /** One turn: `{conversation_id?, message | choice, division?}` → reply. */
    chat: (request) => post("api/v1/chat", request),

    /** A word on an answer: `{kind, subject, …}` → `{text, options}`. */
    feedback: (request) => post("api/v1/feedback", request),

    /** Keep a notice to take along: `{item_id, division, circumstances, guidebook_version}` → `{code, address}`. */
    slip: (request) => post("api/v1/slips", request),

    /** Where the slip of a code, or the merged list of a life event, lies as a file; `kind` is pdf, png or docx. */
    slipFile: (code, kind) => at(`api/v1/slips/${encodeURIComponent(code)}.${kind}`).href,
    bundleFile: (id, kind) => at(`api/v1/life-events/${encodeURIComponent(id)}/slip.${kind}`).href,

    /** Items and life events for words half typed. */
    suggest(words, limit, signal) {
      const url = at("api/v1/items");
      url.search = new URLSearchParams({ q: words, limit });
      return call(url, { signal });
    },

    divisions: () => call(at("api/v1/divisions")),
  };
}
