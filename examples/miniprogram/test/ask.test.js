const path = require("path");
const device = require("./device");
const simulate = require("miniprogram-simulate");

const KEPT = "yizhan-session";
const LARGEST_TURN = 20 * 1024; // bytes
const root = path.join(__dirname, "..");
const load = (what) => simulate.load(path.join(root, what), { compiler: "simulate", rootPath: root });
const ids = { page: load("pages/ask/index") };
jest.resetModules(); // a component that was loaded for the page is registered anew for itself
ids.card = load("components/notice-card/index");
let page;

/** Wait until `found()` gives something. */
async function until(found) {
  for (let tries = 0; tries < 500; tries += 1) {
    const it = found();
    if (it) return it;
    await simulate.sleep(20);
  }
  throw new Error(`waited in vain; the page says: ${text(page.dom)}`);
}

const text = (dom) => dom.textContent.replace(/\s+/g, " ");
const settled = () => until(() => page.data.conversationId && !page.data.waiting);
const chats = () => device.requests.filter((request) => request.path === "/api/v1/chat");

function draw(id, properties) {
  const drawn = simulate.render(id, properties);
  drawn.attach(document.createElement("parent"));
  return drawn;
}

const open = (properties) => void (page = draw(ids.page, properties));
const last = () => page.data.messages[page.data.messages.length - 1];
const shownNotice = () => last().blocks.find((block) => block.type === "notice").notice;

async function say(words) {
  page.instance.type({ detail: { value: words } });
  await page.instance.send();
  await settled();
}

/** Press the first choice of the last question until the list is there. */
async function choose() {
  for (let times = 0; times < 6; times += 1) {
    const asked = last().blocks.find((block) => block.type === "choices");
    if (!asked) return;
    await page.instance.choose({ detail: asked.options[0] });
    await settled();
  }
}

beforeEach(() => {
  device.requests.length = 0;
  device.lost = 0;
});

afterEach(() => page && page.detach());

test("a question leads by buttons to the list, drawn line by line", async () => {
  open();
  await say("刚出生的宝宝上户口要带什么");
  const [first] = last().blocks.find((block) => block.type === "choices").options;
  expect(text(page.dom)).toContain(first.label);
  await choose();
  const notice = shownNotice();
  const shown = text(page.dom);
  expect(notice.materials.length).toBe(notice.total);
  for (const line of notice.materials) {
    expect(shown).toContain(line.name);
    expect(shown).toContain(line.counts);
  }
  expect(shown).toContain(notice.total_text);
  expect(shown).toContain("12345");
});

test("a tick is kept on the device", async () => {
  open();
  await say("刚出生的宝宝上户口要带什么");
  await choose();
  const notice = shownNotice();
  const card = draw(ids.card, { notice });
  expect(card.data.readyText).toMatch(/^已备齐 0 \//);
  card.instance.tick({ currentTarget: { dataset: { index: 0 } } });
  expect(card.data.readyText).toMatch(/^已备齐 1 \//);
  expect(draw(ids.card, { notice }).data.readyText).toMatch(/^已备齐 1 \//);
  expect(text(draw(ids.card, { notice }).dom)).toContain("☑");
});

test("a message whose answer got lost is sent again and taken once", async () => {
  open();
  await until(() => device.storage.has(KEPT));
  device.lost = 1;
  await say("对外贸易经营者备案怎么办");
  expect(chats().length).toBe(2);
  expect(chats()[0].data).toEqual(chats()[1].data);
  expect(page.data.messages.length).toBe(3);
  expect(text(page.dom)).toContain("2022-12-30");
});

test("neither openid nor session_key reaches the phone, and our token goes with every question", async () => {
  open();
  await until(() => device.storage.has(KEPT));
  expect(Object.keys(JSON.parse(device.storage.get(KEPT))).sort()).toEqual(["expires_at", "template", "token"]);
  await say("对外贸易经营者备案怎么办");
  expect(chats()[0].header.Authorization).toMatch(/^Bearer wx_/);
});

test("a session that has ended is begun anew without the person noticing", async () => {
  open();
  await until(() => device.storage.has(KEPT));
  device.storage.set(KEPT, JSON.stringify({ ...JSON.parse(device.storage.get(KEPT)), token: "wx_ended" }));
  await say("对外贸易经营者备案怎么办");
  expect(chats().map((request) => request.status)).toEqual([401, 200]);
  expect(text(page.dom)).toContain("2022-12-30");
});

test("who cannot sign in can ask all the same", async () => {
  const codes = device.codes.splice(0);
  device.storage.clear();
  open();
  await say("对外贸易经营者备案怎么办");
  device.codes.push(...codes);
  expect(chats()[0].header.Authorization).toBeUndefined();
  expect(text(page.dom)).toContain("2022-12-30");
});

test("the longest life event fits into one small turn and loses no line", async () => {
  open();
  await page.instance.say("买新房", { choice: { kind: "life_event", value: "le-new-house" } });
  await settled();
  const { life_event: event } = last().blocks.find((block) => block.type === "life_event");
  const shown = text(page.dom);
  for (const material of event.materials) {
    expect(shown).toContain(material.name);
    for (const name of material.serves) expect(shown).toContain(name);
  }
  expect(chats()[0].bytes).toBeLessThanOrEqual(LARGEST_TURN);
});

test("a list is watched when the person agrees, and not otherwise", async () => {
  open();
  await until(() => page.data.canWatch);
  await say("刚出生的宝宝上户口要带什么");
  await choose();
  const notice = shownNotice();
  const watching = () => device.requests.filter((request) => request.path === "/api/v1/wechat/watches");
  device.agreed = "reject";
  await page.instance.watch({ detail: notice });
  expect(watching()).toEqual([]);
  device.agreed = "accept";
  await page.instance.watch({ detail: notice });
  expect(watching()[0].status).toBe(200);
  expect(text(page.dom)).toContain("有变化时会在微信里提醒您");
});

test("opened by the message of a change, the page shows that item again", async () => {
  open({ item: "ga-birth-registration" });
  await until(() => page.data.conversationId);
  await settled();
  expect(text(page.dom)).toContain("出生登记");
});

test("a fault is said in the server's own calm words", async () => {
  open();
  page.instance.type({ detail: { value: "x".repeat(700) } });
  await page.instance.send();
  expect(text(page.dom)).toContain("请用 600 字以内");
});
