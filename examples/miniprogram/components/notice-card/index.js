/** @param {Notice} notice @returns {string} where the ticks of this very list are kept on the device */
function keptUnder(notice) {
  const answers = notice.circumstances.map((answer) => `${answer.id}.${answer.option_id}`).join("|");
  return `ticks|${notice.item_id}|${notice.division_code}|${answers}`;
}

/** @param {Notice} notice */
function parts(notice) {
  const offers = notice.differences.map((difference) => difference.text);
  const laws = notice.source.legal_basis.map((law) => `《${law.name.replace(/^《|》$/g, "")}》${law.article || ""}`);
  const titled = [
    { title: "要多久", lines: notice.times },
    { title: "多少钱", lines: notice.fees },
    { title: "怎么少跑", lines: [notice.trips, ...notice.ways, notice.proxy] },
    { title: "办理条件", lines: notice.conditions },
    { title: "办理流程", lines: notice.steps },
    { title: "办好得到", lines: notice.results },
    { title: "情形不同", lines: offers },
    { title: "先问清楚", lines: notice.differs },
    { title: "依据", lines: laws },
  ];
  return titled.filter((part) => part.lines.length);
}

Component({
  properties: {
    notice: { type: Object, value: /** @type {Notice} */ ({}) },
    canWatch: { type: Boolean, value: false },
  },
  data: {
    lines: /** @type {(MaterialLine & { ready: boolean })[]} */ ([]),
    parts: /** @type {ReturnType<typeof parts>} */ ([]),
    readyText: "",
  },
  observers: {
    notice(/** @type {Notice} */ notice) {
      if (notice.item_id) this.lay();
    },
  },
  methods: {
    lay() {
      const notice = /** @type {Notice} */ (this.data.notice);
      const ready = /** @type {string[]} */ (wx.getStorageSync(keptUnder(notice)) || []);
      this.show(notice.materials.map((line) => ({ ...line, ready: ready.includes(line.name + (line.of || "")) })));
      this.setData({ parts: parts(notice) });
    },

    /** @param {(MaterialLine & { ready: boolean })[]} lines */
    show(lines) {
      const wanted = lines.filter((line) => line.submission !== "免交");
      const readyText = `已备齐 ${wanted.filter((line) => line.ready).length} / ${wanted.length}`;
      this.setData({ lines, readyText });
    },

    /** @param {WechatMiniprogram.TouchEvent<{}, {}, { index: number }>} event */
    tick(event) {
      const at = event.currentTarget.dataset.index;
      const lines = this.data.lines.map((line, index) => (index === at ? { ...line, ready: !line.ready } : line));
      const ready = lines.filter((line) => line.ready).map((line) => line.name + (line.of || ""));
      wx.setStorageSync(keptUnder(/** @type {Notice} */ (this.data.notice)), ready);
      this.show(lines);
    },

    watch() {
      this.triggerEvent("watch", this.data.notice);
    },
  },
});
