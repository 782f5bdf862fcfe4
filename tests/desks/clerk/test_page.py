"""What the clerk's desk keeps, narrows and survives; by mouse too; accessible in light and dark."""

import copy
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Route, expect
from sqlalchemy import update

from store import tables
from store.roles import Role
from tests.desks.clerk.desk import SLOW_MS, Desk
from tests.desks.clerk.test_tasks import told
from tests.desks.conftest import DeskSite, OpenDesk
from tests.e2e.test_accessibility import violations


async def opened(open_desk: OpenDesk, **settings: object) -> Desk:
    desk = Desk(await open_desk("/desk/clerk", **settings))
    await expect(desk.field).to_be_focused(timeout=SLOW_MS)
    return desk


async def test_a_result_says_why_it_is_there_and_marks_what_was_meant(open_desk: OpenDesk) -> None:
    desk = await opened(open_desk)
    first = (await desk.look_up("sfzbl")).first
    await expect(first.locator(".why")).to_contain_text("首字母")
    assert await first.locator("mark").all_inner_texts() == ["身份证", "补领"]


async def test_filters_narrow_the_results(open_desk: OpenDesk) -> None:
    desk = await opened(open_desk)
    await desk.look_up("登记")
    await desk.page.get_by_label("窗口", exact=True).select_option("不动产登记")
    elsewhere = desk.results.locator(".minor").filter(has_not_text="不动产登记 ·")
    await expect(elsewhere).to_have_count(0, timeout=SLOW_MS)
    assert await desk.results.count() > 0
    await desk.page.get_by_label("可零跑").check()
    await expect(desk.results.filter(has_not_text="可零跑")).to_have_count(0, timeout=SLOW_MS)
    assert await desk.results.count() > 0


async def test_division_and_counter_are_remembered_on_the_device(open_desk: OpenDesk) -> None:
    desk = await opened(open_desk)
    await desk.page.get_by_label("区划", exact=True).select_option(label="瑞安市")
    await desk.page.get_by_label("窗口", exact=True).select_option("公安服务")
    await desk.page.reload()
    await expect(desk.field).to_be_focused(timeout=SLOW_MS)
    await expect(desk.page.get_by_label("区划", exact=True)).to_have_value("330381")
    await expect(desk.page.get_by_label("窗口", exact=True)).to_have_value("公安服务")
    await desk.look_up("csdj")
    await desk.press("Enter 1 4")
    await desk.sees("瑞安市 · 公安")


async def test_everything_works_with_the_mouse_too(open_desk: OpenDesk) -> None:
    desk = await opened(open_desk)
    await (await desk.look_up("csdj")).first.click()
    await desk.page.get_by_text("国内出生，有《出生医学证明》").click()
    await desk.page.get_by_text("已领结婚证", exact=True).click()
    await desk.sees("共 4 项")
    await desk.page.get_by_role("button", name="并排比较").click()
    await desk.page.locator(".pane").nth(1).get_by_label("区划").select_option(label="龙港市")
    await desk.sees("龙港市 · 公安", "～ 不同")
    await desk.page.get_by_role("button", name="二维码").click()
    await desk.page.get_by_role("button", name="关闭").click()
    await expect(desk.page.locator("dialog")).to_have_count(0)


async def test_two_divisions_differ_in_where_to_go_and_say_so(open_desk: OpenDesk) -> None:
    desk = await opened(open_desk)
    await desk.look_up("csdj")
    await desk.press("Enter 1 4 v")
    right = desk.page.locator(".pane").nth(1)
    await right.get_by_label("区划").select_option(label="瑞安市")
    await expect(right.locator("dd.changed").first).to_contain_text("瑞安市", timeout=SLOW_MS)
    await desk.sees("与另一边比：材料没有变化")


async def test_a_session_that_runs_out_is_renewed_without_losing_the_sheet(
    open_desk: OpenDesk, desk_site: DeskSite
) -> None:
    desk = await opened(open_desk, name="换班")
    await desk.look_up("csdj")
    await desk.press("Enter 1")
    await desk.sees("请选一项")
    gone = datetime.now(UTC) - timedelta(seconds=1)
    with desk_site.store.engine.begin() as connection:
        connection.execute(update(tables.sessions).where(tables.sessions.c.holder == "换班").values(expires_at=gone))
    await desk.press("4")
    await desk.page.get_by_label("密钥").fill(desk_site.store.keys.create("接班", Role.CLERK.value)[1])
    await desk.page.keyboard.press("Enter")
    await desk.sees("共 4 项")


async def test_whoever_is_not_signed_in_sees_a_form_and_a_wrong_key_is_said_to_be_wrong(open_desk: OpenDesk) -> None:
    desk = Desk(await open_desk("/desk/clerk", role=None))
    await desk.page.get_by_label("密钥").fill("yz_000000000000_nothing")
    await desk.page.keyboard.press("Enter")
    await desk.sees("这把密钥打不开")
    await expect(desk.field).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1024, 1440])
async def test_axe_finds_nothing(open_desk: OpenDesk, scheme: str, width: int) -> None:
    desk = await opened(open_desk, color_scheme=scheme, viewport={"width": width, "height": 900})
    assert await violations(desk.page) == []
    await desk.look_up("csdj")
    assert await violations(desk.page) == []
    await desk.press("Enter 1 4 7")
    await desk.sees("＋ 新增")
    await desk.press("v 6")
    await desk.sees("只在那边")
    assert await violations(desk.page) == []
    for key, words in (("q", "扫码带走"), ("x", "哪一行"), ("?", "按键")):
        await desk.press(key)
        await desk.sees(words)
        assert await violations(desk.page) == []
        await desk.press("Escape")
    await desk.press("a t")
    await desk.sees("怎么走")
    assert await violations(desk.page) == []


async def test_what_has_changed_since_stands_beside_what_was_told(open_desk: OpenDesk, desk_site: DeskSite) -> None:
    desk = await opened(open_desk)
    code = told(desk_site)

    async def with_a_change(route: Route) -> None:
        reply = await (await route.fetch()).json()
        now = copy.deepcopy(reply["notice"])
        gone, fewer = now["materials"].pop(0), now["materials"][0]
        fewer["counts"] = "原件 1 份，复印件 1 份"
        changes = [f"少了一项：{gone['name']} 不在清单里了"]
        answer = {"status": "answered", "notice": now}
        await route.fulfill(
            json=reply | {"holds": False, "text": "自 2026-12-01 起有变化", "changes": changes, "now": answer}
        )

    await desk.page.route("**/api/v1/slips/*", with_a_change)
    await desk.look_up(code)
    await desk.press("Enter")
    await desk.sees("自 2026-12-01 起有变化", "少了一项：《出生医学证明》 不在清单里了", "当时", "今天")
    today = desk.sheet.locator("section").filter(has=desk.page.locator("h3.side", has_text="今天"))
    await expect(today.locator(".gone")).to_contain_text("《出生医学证明》")
    await expect(today.locator("li.changed")).to_contain_text("份数原来是“原件 1 份”")
    assert await violations(desk.page) == []
