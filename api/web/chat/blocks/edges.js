/**
 * The lines of a process picture, as SVG over the list of its steps.
 *
 * Steps are boxes that the style sheet lays out, two or three beside each other or one below the other, as the width
 * and the size of text allow; the lines are drawn anew for each layout. Lines never cross a box: from each step that
 * others wait for, one trunk runs down the left margin, in a lane of its own, and branches in the gap above each of
 * these. (A strict policy of the host page allows no style attributes; SVG's own attributes are none.)
 */

import { h, svg } from "../dom.js";

const LANE_PX = 9; // between trunks
const MARGIN_PX = 5; // left of the first trunk
const OUT_PX = 7; // below a box
const IN_PX = 12; // above a box: the line's end and its arrow head
const RADIUS_PX = 5;
const ARROW_PX = 5;

/** Put the picture over `list`, whose buttons carry `data-item`; returns both in one element. */
export function drawEdges(list, steps) {
  const nets = inLanes(steps);
  const picture = svg("svg", { class: "edges", "aria-hidden": "true", focusable: "false" });
  const lanes = Math.max(0, ...nets.map((net) => net.lane + 1));
  const whole = h("div", { class: `process lanes-${lanes}` }, picture, list);
  if (lanes) new ResizeObserver(draw).observe(whole);

  function draw() {
    const { width, height, left, top } = whole.getBoundingClientRect();
    const boxes = new Map();
    for (const button of list.querySelectorAll("[data-item]")) {
      const box = button.getBoundingClientRect();
      boxes.set(button.dataset.item, { middle: box.x - left + box.width / 2, top: box.top - top, bottom: box.bottom - top });
    }
    picture.setAttribute("width", width);
    picture.setAttribute("height", height);
    picture.replaceChildren(...nets.flatMap((net) => lines(net, boxes)));
  }

  return whole;
}

/** Each step that others wait for, with those and its lane; trunks that pass the same stage have lanes of their own. */
function inLanes(steps) {
  const nets = [];
  for (const { item_id: source, stage: first } of steps) {
    const targets = steps.filter((step) => step.after.includes(source));
    if (!targets.length) continue;
    const last = Math.max(...targets.map((step) => step.stage));
    const taken = nets.filter((net) => net.first <= last && net.last >= first).map((net) => net.lane);
    let lane = 0;
    while (taken.includes(lane)) lane += 1;
    nets.push({ source, targets, first, last, lane });
  }
  return nets;
}

/** All lines that leave one step: its trunk, and a branch to each step that waits for it. */
function lines({ source, targets, lane }, boxes) {
  const from = boxes.get(source);
  const trunk = MARGIN_PX + lane * LANE_PX;
  const apart = (lane % 3) * 4; // so that the horizontal parts of several nets do not lie on each other
  const start = from.bottom + OUT_PX + apart;
  const branches = targets.map(({ item_id: id }) => ({ id, ...boxes.get(id) }));
  const last = Math.max(...branches.map((to) => to.top)) - IN_PX - apart;
  const stem = [[from.middle - apart, from.bottom], [from.middle - apart, start], [trunk, start], [trunk, last - RADIUS_PX]];
  return [
    svg("g", { class: `net lane-${lane}`, "data-from": source }, svg("path", { d: rounded(stem) })),
    ...branches.map((to) => branch(to, { trunk, lane, source, y: to.top - IN_PX - apart, x: to.middle + 3 * apart })),
  ];
}

function branch(to, { trunk, lane, source, y, x }) {
  const way = [[trunk, y - RADIUS_PX], [trunk, y], [x, y], [x, to.top - 1]];
  return svg(
    "g",
    { class: `net edge lane-${lane}`, "data-from": source, "data-to": to.id },
    svg("path", { d: rounded(way) }),
    svg("path", { class: "head", d: arrow(way.at(-1)) }),
  );
}

/** A line through `points` whose corners are rounded. */
function rounded(points) {
  const corners = points.slice(1, -1).map((corner, index) => {
    const [before, after] = [towards(corner, points[index]), towards(corner, points[index + 2])];
    return `L${before} Q${corner} ${after}`;
  });
  return `M${points[0]} ${corners.join(" ")} L${points.at(-1)}`;
}

/** The point on the way from `corner` to `other` where the rounding begins. */
function towards([x, y], [otherX, otherY]) {
  const length = Math.hypot(otherX - x, otherY - y) || 1;
  const share = Math.min(RADIUS_PX, length / 2) / length;
  return [x + (otherX - x) * share, y + (otherY - y) * share];
}

const arrow = ([x, y]) => `M${x - ARROW_PX},${y - ARROW_PX} L${x},${y} L${x + ARROW_PX},${y - ARROW_PX}`;
