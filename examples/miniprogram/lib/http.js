const { api } = require("../config");

// What is repeated comes once: a long list stays under 20 KB.
const COMPACT = "application/vnd.yizhan.compact+json";

class Fault extends Error {
  /** @param {number} status 0 when nothing came back @param {string} words for the person */
  constructor(status, words) {
    super(words);
    this.status = status;
  }
}

/**
 * Put shared texts back in their places, and rows under the names of their fields.
 * @param {unknown} value @param {string[]} texts @returns {any}
 */
function expand(value, texts) {
  if (typeof value === "string") return value.startsWith("#") ? texts[Number(value.slice(1))] : value;
  if (Array.isArray(value)) return value.map((part) => expand(part, texts));
  if (value === null || typeof value !== "object") return value;
  const { "#": names, rows } = /** @type {{ "#"?: string[], rows: unknown[][] }} */ (value);
  if (names) return rows.map((row) => Object.fromEntries(row.map((part, at) => [names[at], expand(part, texts)])));
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, expand(part, texts)]));
}

/**
 * Ask the site; fails with a `Fault` whose message can be shown.
 * @param {"GET" | "POST" | "DELETE"} method @param {string} path @param {Record<string, any> | undefined} body
 * @param {string | null} token @returns {Promise<any>}
 */
function ask(method, path, body, token) {
  const header = { Accept: `${COMPACT}, application/json`, "Content-Type": "application/json" };
  return new Promise((resolve, reject) => {
    wx.request({
      url: api + path,
      method,
      data: body,
      header: token ? { ...header, Authorization: `Bearer ${token}` } : header,
      timeout: 15000,
      success({ statusCode, data }) {
        const told = /** @type {any} */ (data);
        if (statusCode >= 200 && statusCode < 300) resolve(told && told.texts ? expand(told.body, told.texts) : told);
        else reject(new Fault(statusCode, (told && told.detail) || "没有办成，请稍后再试，或拨打 12345。"));
      },
      fail: () => reject(new Fault(0, "连不上网络，请检查后再试。急事请拨打 12345。")),
    });
  });
}

module.exports = { ask, expand, Fault };
