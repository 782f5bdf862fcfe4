// Sizes of every element that shows text of its own or can be pressed, in the page and in the widget.
() => {
  const all = (root) =>
    [...root.querySelectorAll("*")].flatMap((e) => [e, ...(e.shadowRoot ? all(e.shadowRoot) : [])]);
  const shown = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getClientRects().length > 0;
  const unseen = (e) => e.closest(".spoken, .paper, .about, head, script, option") || e.matches(".brand");
  const saysSomething = (e) => [...e.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const name = (e) => `${e.localName}.${e.getAttribute("class")} ${e.textContent.trim().slice(0, 20)}`;
  const rounded = (length) => Math.round(length * 10) / 10;
  const elements = all(document).filter((e) => shown(e) && !unseen(e));
  return {
    texts: elements
      .filter((e) => saysSomething(e) || e.matches("textarea, select"))
      .map((e) => {
        const { fontSize, lineHeight } = getComputedStyle(e);
        return { name: name(e), size: parseFloat(fontSize), line: parseFloat(lineHeight) / parseFloat(fontSize) };
      }),
    targets: elements
      .filter((e) => e.matches("button, a[href], summary, select, textarea, input"))
      .map((e) => {
        const { width, height } = e.getBoundingClientRect();
        return { name: name(e), width: rounded(width), height: rounded(height) };
      }),
  };
};
