const { ask, Fault } = require("./http");

const KEPT = "yizhan-session";

/** @returns {Promise<string>} a code of wx.login; each is good once */
function loginCode() {
  return new Promise((resolve, reject) => {
    wx.login({
      success: ({ code }) => resolve(code),
      fail: () => reject(new Fault(0, "微信登录没有成功，请稍后再试。")),
    });
  });
}

/** @returns {Promise<SignedIn>} the kept session, or a new one */
async function session() {
  const kept = /** @type {SignedIn | ""} */ (wx.getStorageSync(KEPT));
  if (kept && Date.parse(kept.expires_at) > Date.now()) return kept;
  const signedIn = await ask("POST", "/api/v1/wechat/session", { code: await loginCode() }, null);
  wx.setStorageSync(KEPT, signedIn);
  return signedIn;
}

/** @returns {Promise<string | null>} the token; nobody is kept from asking because signing in fails */
async function tokenIfAny() {
  try {
    return (await session()).token;
  } catch (fault) {
    return null;
  }
}

/**
 * Ask as the person of this device; a session that has ended is begun anew, once.
 * @param {"GET" | "POST" | "DELETE"} method @param {string} path @param {Record<string, any>} [body] @returns {Promise<any>}
 */
async function askSignedIn(method, path, body) {
  try {
    return await ask(method, path, body, await tokenIfAny());
  } catch (fault) {
    if (!(fault instanceof Fault) || fault.status !== 401) throw fault;
    wx.removeStorageSync(KEPT);
    return ask(method, path, body, await tokenIfAny());
  }
}

module.exports = { askSignedIn, loginCode, session };
