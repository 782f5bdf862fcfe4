const api = require("../../lib/api");
const { session } = require("../../lib/session");

const GREETING = "您好。请直接说要办什么事，比如“刚出生的宝宝上户口要带什么”。";

/** @param {string} text @returns {Block[]} */
const words = (text) => [{ type: "text", text }];

Component({
  properties: {
    item: { type: String, value: "" }, // of the page's address: opened by 「材料清单有变化」
  },
  data: {
    messages: /** @type {Message[]} */ ([{ key: 0, mine: false, blocks: words(GREETING) }]),
    conversationId: /** @type {string | null} */ (null),
    draft: "",
    waiting: false,
    canWatch: false,
    last: "",
  },
  lifetimes: {
    attached() {
      if (this.data.item) void this.reopen(this.data.item);
      session().then(
        ({ template }) => this.setData({ canWatch: Boolean(template) }),
        () => undefined, // asking works without signing in
      );
    },
  },
  methods: {
    /** @param {WechatMiniprogram.Input} event */
    type(event) {
      this.setData({ draft: event.detail.value });
    },

    async send() {
      const message = this.data.draft.trim();
      if (!message || this.data.waiting) return;
      this.setData({ draft: "" });
      await this.say(message, { message });
    },

    /** @param {WechatMiniprogram.CustomEvent<ChoiceOption>} event */
    async choose(event) {
      if (!this.data.waiting) await this.say(event.detail.label, { choice: event.detail.choice });
    },

    /** @param {string} itemId */
    async reopen(itemId) {
      try {
        const { name } = await api.item(itemId);
        await this.say(name, { choice: { kind: "item", value: itemId } });
      } catch (fault) {
        this.add(false, words(/** @type {Error} */ (fault).message));
      }
    },

    /** @param {string} shown @param {{ message?: string, choice?: Choice }} said */
    async say(shown, said) {
      this.add(true, words(shown));
      this.setData({ waiting: true });
      try {
        const reply = await api.chat(said, this.data.conversationId);
        this.setData({ conversationId: reply.conversation_id });
        this.add(false, reply.blocks);
      } catch (fault) {
        this.add(false, words(/** @type {Error} */ (fault).message));
      }
      this.setData({ waiting: false });
    },

    /** @param {WechatMiniprogram.CustomEvent<Notice>} event */
    async watch(event) {
      try {
        if (await api.watch(event.detail)) this.add(false, words("好的，这份清单有变化时会在微信里提醒您。"));
      } catch (fault) {
        this.add(false, words(/** @type {Error} */ (fault).message));
      }
    },

    /** Only the new message travels to the view, not the whole conversation.
     * @param {boolean} mine @param {Block[]} blocks */
    add(mine, blocks) {
      const key = this.data.messages.length;
      this.setData({ [`messages[${key}]`]: { key, mine, blocks }, last: `message-${key}` });
    },
  },
});
