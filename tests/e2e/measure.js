// Sizes of every element that shows text of its own or can be pressed, in the page and in the widget.
() => {
  const all = (root) =>
    [...root.querySelectorAll("*")].flatMap((e) => [e, ...(e.shadowRoot ? all(e.shadowRoot) : [])]);
  const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0;
  const unseen = (e) => e.closest(".spoken, .paper, .about, head, script, option") || e.matches(".brand");
  const saysSomething = (e) => [...e.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const name = (e) => `${e.localName}.${e.getAttribute("class")} ${e.textContent.trim().slice(0, 20)}`;
  const rounded = (length) => Math.round(length * 10) / 10;
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const painted = (...colours) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of colours) {
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
    }
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const above = (e) => e.parentElement ?? e.getRootNode().host;
  const grounds = (e) => (e ? [...grounds(above(e)), getComputedStyle(e).backgroundColor] : ["#fff"]);
  const luminance = (colour) => {
    const [r, g, b] = colour.map((part) => part / 255).map((s) => (s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (e) => {
    const under = grounds(e);
    const [high, low] = [painted(...under), painted(...under, getComputedStyle(e).color)].map(luminance).sort((a, b) => b - a);
    return rounded((high + 0.05) / (low + 0.05));
  };
  const elements = all(document).filter((e) => shown(e) && !unseen(e));
  return {
    texts: elements
      .filter((e) => saysSomething(e) || e.matches("textarea, select"))
      .map((e) => {
        const { fontSize, lineHeight } = getComputedStyle(e);
        const size = parseFloat(fontSize);
        return { name: name(e), size, line: parseFloat(lineHeight) / size, contrast: contrast(e) };
      }),
    targets: elements
      .filter((e) => e.matches("button, a[href], summary, select, textarea, input"))
      .map((e) => {
        const { width, height } = e.getBoundingClientRect();
        return { name: name(e), width: rounded(width), height: rounded(height) };
      }),
  };
};
