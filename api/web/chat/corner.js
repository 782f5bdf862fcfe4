/** The bubble in the corner of a host page: opens and closes the panel, and gives the focus back. */

export function corner(host, { launcher, panel, close, input }) {
  function open(now) {
    host.toggleAttribute("open", now);
    launcher.setAttribute("aria-expanded", now);
    if (now) input.focus();
    else launcher.focus();
  }

  launcher.addEventListener("click", () => open(!host.hasAttribute("open")));
  close.addEventListener("click", () => open(false));
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) open(false);
  });
}
