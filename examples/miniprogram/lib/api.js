const { Fault } = require("./http");
const { askSignedIn, loginCode, session } = require("./session");

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const PAUSES = [500, 2000]; // milliseconds before a message is sent again

/** @returns {string} an id for one message; not a secret */
function turnId() {
  return Array.from({ length: 24 }, () => ALPHABET[Math.floor(Math.random() * ALPHABET.length)]).join("");
}

/** @param {number} milliseconds @returns {Promise<void>} */
const pause = (milliseconds) => new Promise((resolve) => void setTimeout(resolve, milliseconds));

/**
 * Say something or press a button. Sent again with the same turn id while the network is away: it is taken once.
 * @param {{ message?: string, choice?: Choice }} said @param {string | null} conversationId @returns {Promise<ChatReply>}
 */
async function chat(said, conversationId) {
  const body = { ...said, conversation_id: conversationId, turn_id: turnId() };
  for (const milliseconds of PAUSES) {
    try {
      return await askSignedIn("POST", "/api/v1/chat", body);
    } catch (fault) {
      if (!(fault instanceof Fault) || fault.status !== 0) throw fault;
      await pause(milliseconds);
    }
  }
  return askSignedIn("POST", "/api/v1/chat", body);
}

/** @param {string} itemId @returns {Promise<{ name: string }>} the record of an item */
const item = (itemId) => askSignedIn("GET", `/api/v1/items/${itemId}`);

/** @returns {Promise<WatchedList[]>} the lists whose changes the person wants to be told of */
const watches = () => askSignedIn("GET", "/api/v1/wechat/watches");

/**
 * Watch a list: WeChat asks the person first. Returns whether the person agreed.
 * @param {Notice} notice @returns {Promise<boolean>}
 */
async function watch(notice) {
  const { template } = await session();
  if (!template) return false;
  const answered = await wx.requestSubscribeMessage({ tmplIds: [template] });
  if (answered[template] !== "accept") return false;
  await askSignedIn("POST", "/api/v1/wechat/watches", {
    code: await loginCode(),
    item_id: notice.item_id,
    division: notice.division_code,
    circumstances: Object.fromEntries(notice.circumstances.map((answer) => [answer.id, answer.option_id])),
  });
  return true;
}

/** @param {string} itemId @returns {Promise<void>} */
const unwatch = (itemId) => askSignedIn("DELETE", `/api/v1/wechat/watches/${itemId}`);

module.exports = { chat, item, unwatch, watch, watches };
