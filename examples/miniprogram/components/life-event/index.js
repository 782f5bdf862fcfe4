Component({
  properties: {
    event: { type: Object, value: /** @type {LifeEvent} */ ({}) },
  },
  data: {
    lines: /** @type {{ number: number, name: string, counts: string, remarks: string }[]} */ ([]),
  },
  observers: {
    event(/** @type {LifeEvent} */ event) {
      const lines = (event.materials || []).map(({ number, name, counts, reason, serves, only_if }) => {
        const onlyIf = only_if.length ? `仅当${only_if.join("；或")}` : "";
        return { number, name, counts, remarks: [reason, onlyIf, `用于${serves.join("、")}`].filter(Boolean).join("；") };
      });
      this.setData({ lines });
    },
  },
});
