/** Calls to our own API: the session's token goes along, a refusal comes back as words for the person. */

import { signIn } from "./sign_in.js";

let session = null;

/** Who is signed in; asks for a key where nobody is. */
export async function signedIn() {
  const response = await fetch("/api/v1/session", { cache: "no-store" });
  session = response.ok ? await response.json() : await signIn();
  return session;
}

export async function signOut() {
  await ask("DELETE", "/api/v1/session");
  session = null;
}

/** Ask the server; returns the JSON of its answer. A session that has run out is renewed and the call made again. */
export async function ask(method, path, body, signal) {
  const response = await send(method, path, body, signal);
  if (response.status === 204) return null;
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.detail ?? "服务器没有回答，请稍后再试。");
  return answer;
}

/** The same for a form with files. */
export const askForm = (path, form) => ask("POST", path, form);

/** The same for answers that are text. */
export async function askText(path) {
  const response = await send("GET", path);
  if (!response.ok) throw new Error((await response.json().catch(() => ({}))).detail ?? "没有取到，请稍后再试。");
  return response.text();
}

async function send(method, path, body, signal) {
  const response = await once(method, path, body, signal);
  if (response.status !== 401) return response;
  session = await signIn();
  return once(method, path, body, signal);
}

function once(method, path, body, signal) {
  const plain = body === undefined || body instanceof FormData; // the browser names the type of a form itself
  const headers = plain ? {} : { "Content-Type": "application/json" };
  if (session) headers["X-CSRF-Token"] = session.csrf;
  return fetch(path, { method, headers, body: plain ? body : JSON.stringify(body), signal, cache: "no-store" }).catch(
    (fault) => {
      if (fault.name === "AbortError") throw fault;
      throw new Error("连不上服务器，请检查网络后再试。");
    },
  );
}
