/** Where the person is: the list of divisions in the bar. */

import { h } from "./dom.js";

/** Fill the list; `moved(code, name)` is called when the person picks another one. Throws where there is none. */
export async function fillDivisions(select, client, store, { preset, moved }) {
  select.hidden = true;
  const divisions = await client.divisions();
  select.append(...divisions.map((division) => h("option", { value: division.code }, division.name)));
  const wanted = [store.setting("division", null), preset, divisions[0]?.code];
  select.value = wanted.find((code) => divisions.some((division) => division.code === code)) ?? "";
  select.hidden = false;
  select.addEventListener("change", () => {
    store.set("division", select.value);
    moved(select.value, select.selectedOptions[0].textContent);
  });
}
