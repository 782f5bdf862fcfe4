/** Line icons, 24 × 24; every one stands beside words or carries them in `aria-label`. */

import { svg } from "./dom.js";

const PATHS = {
  ask: ["M5 4h14a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-7l-5 4v-4H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2z", "M8 9h8M8 13h5"],
  close: ["M6 6l12 12M18 6L6 18"],
  copy: ["M9 9h10v11H9z", "M5 15V4h10"],
  keep: ["M6 3h9l4 4v14H6z", "M12 10v7M9 14l3 3 3-3"],
  mic: ["M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3z", "M6 11a6 6 0 0 0 12 0M12 17v4"],
  print: ["M7 9V3h10v6M7 18H4v-8h16v8h-3", "M7 14h10v7H7z"],
  restart: ["M4 12a8 8 0 1 0 2.5-5.8", "M4 4v5h5"],
  share: ["M12 15V3M8 7l4-4 4 4", "M5 12v8h14v-8"],
  speak: ["M4 9v6h4l5 4V5L8 9z", "M16.5 8.5a5 5 0 0 1 0 7M19 6a9 9 0 0 1 0 12"],
};

/** Draw an icon that says nothing by itself. */
export const icon = (name) =>
  svg(
    "svg",
    { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" },
    PATHS[name].map((path) => svg("path", { d: path })),
  );
