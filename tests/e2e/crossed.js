// How many points of the process picture's lines lie inside a step's box or outside the card.
() => {
  const root = document.querySelector("yizhan-chat").shadowRoot;
  const boxes = [...root.querySelectorAll(".step")].map((e) => e.getBoundingClientRect());
  const inside = ({ x, y }) => boxes.some((b) => x > b.left + 1 && x < b.right - 1 && y > b.top + 1 && y < b.bottom - 1);
  const card = root.querySelector(".notice").getBoundingClientRect();
  return [...root.querySelectorAll(".net path")].flatMap((path) => {
    const at = path.ownerSVGElement.getScreenCTM();
    const steps = Math.ceil(path.getTotalLength() / 3);
    const points = Array.from({ length: steps + 1 }, (_, i) => path.getPointAtLength((i / steps) * path.getTotalLength()));
    const seen = points.map((point) => point.matrixTransform(at));
    return seen.filter((point) => inside(point) || point.x < card.left || point.x > card.right);
  }).length;
};
