/** What this device remembers for its clerk: the division and the counter. */

const KEY = "yizhan-desk";

export function remembered() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

export function remember(values) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ ...remembered(), ...values }));
  } catch {
    // A browser that keeps nothing asks again tomorrow.
  }
}
