// A phone for the tests: its storage and its network, which leads to the server named by YIZHAN_API.
const http = require("http");
const { api } = require("../config");

const server = process.env.YIZHAN_API;
if (!server) throw new Error("YIZHAN_API is not set: the tests ask a real server");

const device = {
  storage: new Map(),
  requests: [], // what was sent and how large the answer was
  codes: (process.env.YIZHAN_LOGIN_CODES || "").split(",").filter(Boolean),
  lost: 0, // so many answers get lost on the way back
  agreed: "accept",
};

function request({ url, method, data, header, success, fail }) {
  const [path, query] = url.replace(api, "").split("?");
  if (!url.startsWith(api)) throw new Error(`not in the list of request domains: ${url}`);
  const body = data === undefined ? undefined : JSON.stringify(data);
  const sent = http.request(server + path + (query ? `?${query}` : ""), { method, headers: header }, (response) => {
    const parts = [];
    response.on("data", (part) => parts.push(part));
    response.on("end", () => {
      const raw = Buffer.concat(parts);
      device.requests.push({ method, path, data, header, status: response.statusCode, bytes: raw.length });
      if (device.lost) {
        device.lost -= 1;
        fail({ errMsg: "request:fail timeout" });
        return;
      }
      success({ statusCode: response.statusCode, data: raw.length ? JSON.parse(raw.toString()) : "" });
    });
  });
  sent.on("error", () => fail({ errMsg: "request:fail" }));
  sent.end(body);
}

global.wx = {
  request,
  login: ({ success, fail }) => (device.codes.length ? success({ code: device.codes.shift() }) : fail({ errMsg: "login:fail" })),
  getStorageSync: (name) => (device.storage.has(name) ? JSON.parse(device.storage.get(name)) : ""),
  setStorageSync: (name, value) => void device.storage.set(name, JSON.stringify(value)),
  removeStorageSync: (name) => void device.storage.delete(name),
  requestSubscribeMessage: async ({ tmplIds }) => Object.fromEntries(tmplIds.map((id) => [id, device.agreed])),
};

module.exports = device;
