Component({
  properties: {
    prompt: { type: String, value: "" },
    options: { type: Array, value: /** @type {ChoiceOption[]} */ ([]) },
    disabled: { type: Boolean, value: false },
  },
  methods: {
    /** @param {WechatMiniprogram.TouchEvent<{}, {}, { index: number }>} event */
    choose(event) {
      if (!this.data.disabled) this.triggerEvent("choose", this.data.options[event.currentTarget.dataset.index]);
    },
  },
});
