/** The list that the conversation stands at, and the buttons that lead on from it. */

export class Focus {
  #notice = null;

  /** Take a reply's subject and its notice; another subject without a list leaves no list in focus. */
  take(subject, notice) {
    if (notice || (subject && subject !== this.#notice?.item_id)) this.#notice = notice ?? null;
  }

  leave() {
    this.#notice = null;
  }

  /**
   * The button for another circumstance of `notice`. The dialogue tells only the difference, but it knows its own
   * last list alone; any other list is asked for whole.
   */
  changed(notice, difference, limited) {
    const option = `${difference.circumstance_id}.${difference.option_id}`;
    return !limited && notice === this.#notice ? { kind: "option", value: option } : exact(notice, option);
  }

  /** The button for another division; none where there is nothing to show anew. */
  moved(code, limited) {
    if (!limited) return { kind: "division", value: code };
    return this.#notice && exact(this.#notice);
  }
}

/** The list of an item under its circumstances, one of them changed perhaps: needs no conversation. */
function exact(notice, option = "") {
  const changed = option.split(".")[0];
  const kept = notice.circumstances.filter((c) => c.id !== changed).map((c) => `${c.id}.${c.option_id}`);
  return { kind: "notice", value: [notice.item_id, ...kept, option].filter(Boolean).join("|") };
}
