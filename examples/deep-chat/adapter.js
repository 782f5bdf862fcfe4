/**
 * deep-chat (npm) as a client of `POST /api/v1/chat`: a handler for its `connect` property.
 *
 *   chat.connect = { handler: yizhanHandler("https://HOST", { division: "330381" }) };
 *
 * Text, buttons and lists are drawn; a block of another type is left out, as the API asks of its clients.
 */

const BUTTON = "deep-chat-suggestion-button"; // deep-chat sends such a button's words when it is pressed

export function yizhanHandler(api, { division } = {}) {
  let conversation;
  let buttons = new Map(); // words → choice, of the last answer: a button means more than its words

  return async ({ messages }, signals) => {
    const words = messages.at(-1).text;
    const meant = buttons.has(words) ? { choice: buttons.get(words) } : { message: words };
    const request = { ...meant, division, conversation_id: conversation, turn_id: turnId() };
    try {
      const reply = await ask(api, request);
      conversation = reply.conversation_id;
      const options = reply.blocks.flatMap((block) => (block.type === "choices" ? block.options : []));
      buttons = new Map(options.map((option) => [option.label, option.choice]));
      await signals.onResponse(reply.blocks.flatMap(drawn));
    } catch (error) {
      await signals.onResponse({ error: error.message });
    }
  };
}

/** Ask; once more, with the same turn id, when the reply is lost: the server takes the turn only once. */
async function ask(api, request) {
  const send = () =>
    fetch(new URL("api/v1/chat", api), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(request),
    });
  const response = await send().catch(send);
  const reply = await response.json();
  if (!response.ok) throw new Error(reply.detail);
  return reply;
}

const turnId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** One block → deep-chat's messages. */
function drawn(block) {
  if (block.type === "text") return [{ text: block.text }];
  if (block.type === "choices") {
    return [{ text: block.prompt }, { html: markup(...block.options.map((option) => element("button", option.label, BUTTON))) }];
  }
  if (block.type === "facts") return [{ html: markup(element("strong", block.facts.title), list(block.facts.lines)) }];
  if (block.type === "notice") return [{ html: noticeMarkup(block.notice) }];
  return [];
}

const noticeMarkup = (notice) =>
  markup(
    element("strong", `${notice.item_name}（${notice.division_name}）`),
    element("p", notice.total_text),
    list(notice.materials.map((m) => `${m.name}${m.of ? `（${m.of}）` : ""}：${m.counts}（${m.submission}）${m.reason ?? ""}`), "ol"),
    list([...notice.fees, ...notice.times, notice.trips]),
    list(notice.places.map((place) => `${place.division} ${place.name}：${place.address}；${place.hours}`)),
    element("p", `办事指南第 ${notice.source.version} 版，${notice.source.as_of} 核对。${notice.source.sample ? "这是示例指南，只供参考。" : ""}`),
  );

const list = (lines, name = "ul") => {
  const made = document.createElement(name);
  made.append(...lines.map((line) => element("li", line)));
  return made;
};

/** Text goes in as text; only then is it turned into the markup that deep-chat wants. */
function element(name, text, className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

const markup = (...elements) => elements.map((each) => each.outerHTML).join("");
