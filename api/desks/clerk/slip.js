/** The slip to take along: kept under a short code, printed, copied, or shown as a QR code for the citizen's phone. */

import { h } from "/chat/dom.js";
import { overlay } from "../shared/overlay.js";
import { ask, askText } from "../shared/server.js";

/** Keep a notice under its code; the same notice on the same day has the same one. */
export const slipOf = (notice) =>
  ask("POST", "/api/v1/slips", {
    item_id: notice.item_id,
    division: notice.division_code,
    circumstances: Object.fromEntries(notice.circumstances.map(({ id, option_id: option }) => [id, option])),
    guidebook_version: notice.source.guidebook_version,
  });

const bare = (code) => code.replace("-", "");

/** Open the slip as the citizen sees it and print that. */
export function printSlip({ code }) {
  const sheet = window.open(`/s/${bare(code)}`, "_blank");
  if (!sheet) return `浏览器拦住了新窗口，请允许本站弹出窗口，或打开 /s/${bare(code)} 打印。`;
  sheet.addEventListener("load", () => sheet.print());
  return `告知单 ${code} 正在打印`;
}

/** Copy the slip as text. */
export async function copySlip({ code }) {
  const text = await askText(`/api/v1/slips/${bare(code)}.txt`);
  await copied(text);
  return `告知单 ${code} 已复制`;
}

/** Show the slip's address as a QR code. */
export function showQr({ code, address }) {
  overlay(
    "扫码带走",
    { className: "qr" },
    h("img", { src: `/api/v1/desk/slips/${bare(code)}/qr.svg`, alt: `二维码：${address}` }),
    h("p", { class: "code" }, code),
    h("p", { class: "minor" }, address),
  );
  return `短码 ${code}`;
}

async function copied(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = h("textarea", {}); // pages without TLS have no clipboard of their own
  area.value = text;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("浏览器不允许复制，请改用打印。");
}
