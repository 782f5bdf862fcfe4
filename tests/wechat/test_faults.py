"""What goes wrong between WeChat and us: stale tokens, limits, faults of the network, forged and unkept pushes."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.responses import HTMLResponse

from api.wechat.access import SHORTEST_SECONDS
from tests.wechat.conftest import MakeClient
from tests.wechat.pushing import ABOLISHED, Pusher, sealed
from tests.wechat.standin import SENDING, StandIn, answered

TOKEN_OF = "/cgi-bin/stable_token"


def test_a_stale_access_token_is_renewed_once_and_the_answer_goes_out(pusher: Pusher, wechat: StandIn) -> None:
    pusher.text("oPerson", ABOLISHED)
    answered(wechat, "oPerson")
    wechat.tokens.append("made by somebody else")
    pusher.text("oPerson", ABOLISHED)
    answered(wechat, "oPerson", 2)
    assert wechat.calls[TOKEN_OF] == 2


def test_a_token_that_stays_refused_is_not_asked_for_in_a_loop(pusher: Pusher, wechat: StandIn) -> None:
    wechat.fail(SENDING, *[40001] * 10)
    pusher.text("oPerson", ABOLISHED)
    wechat.wait(lambda: wechat.calls[SENDING] == 2)
    time.sleep(0.5)
    assert (wechat.calls[SENDING], wechat.calls[TOKEN_OF]) == (2, 2)


def test_a_token_told_to_live_no_time_at_all_is_used_for_a_while(pusher: Pusher, wechat: StandIn) -> None:
    wechat.token_seconds = 0
    assert SHORTEST_SECONDS > 5
    for number in range(3):
        pusher.text("oPerson", ABOLISHED)
        answered(wechat, "oPerson", number + 1)
    assert len(wechat.tokens) == 1


def test_what_does_not_fit_in_the_limit_is_told_when_the_person_writes_again(pusher: Pusher, wechat: StandIn) -> None:
    wechat.fail(SENDING, 45047)
    pusher.text("oPerson", ABOLISHED)
    wechat.wait(lambda: wechat.calls[SENDING] == 1)
    pusher.text("oPerson", "继续")
    assert "2022-12-30" in answered(wechat, "oPerson")[0]


@pytest.mark.parametrize("code", [45015, 48001, 40003, 50002])
def test_what_wechat_does_not_take_is_logged_with_its_remedy_and_without_the_person(
    pusher: Pusher, wechat: StandIn, code: int, caplog: pytest.LogCaptureFixture
) -> None:
    wechat.fail(SENDING, code)
    pusher.text("oPerson", ABOLISHED)
    wechat.wait(lambda: "not sent" in caplog.text)
    assert str(code) in caplog.text and "oPerson" not in caplog.text and "ACCESS_TOKEN" not in caplog.text
    pusher.text("oPerson", ABOLISHED)
    assert answered(wechat, "oPerson")


def test_a_busy_wechat_is_asked_again_and_hears_it_once(pusher: Pusher, wechat: StandIn) -> None:
    wechat.fail(SENDING, -1, -1)
    pusher.text("oPerson", ABOLISHED)
    assert len(answered(wechat, "oPerson")) == 1


def test_an_answer_whose_sending_ended_in_nonsense_is_not_sent_twice(
    pusher: Pusher, wechat: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    wechat.fail(SENDING, HTMLResponse("<html>504</html>", 504))
    pusher.text("oPerson", ABOLISHED)
    wechat.wait(lambda: "HTTP 504" in caplog.text)
    assert wechat.calls[SENDING] == 1


def test_a_wechat_that_is_down_harms_nobody_else(
    make_client: MakeClient, wechat: StandIn, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.wechat.client.PAUSES", (0.01, 0.01))
    client = make_client(base_url="http://127.0.0.1:9")
    assert Pusher(client).text("oPerson", ABOLISHED).text == "success"
    wechat.wait(lambda: "连不上微信的服务器" in caplog.text)
    assert client.post("/api/v1/chat", json={"message": ABOLISHED}).status_code == 200


def test_the_content_check_sees_masked_words_only_and_its_refusal_is_told(
    make_client: MakeClient, wechat: StandIn
) -> None:
    pusher = Pusher(make_client(content_check=True))
    wechat.risky = "坏话"
    pusher.text("oPerson", "我的身份证11010519491231002X丢了，怎么补")
    answered(wechat, "oPerson")
    assert "11010519491231002X" not in wechat.checked[0] and "身份证" in wechat.checked[0]
    pusher.text("oOther", "坏话")
    assert "没法回答" in answered(wechat, "oOther")[0]


def test_while_the_content_check_is_away_people_are_answered(make_client: MakeClient, wechat: StandIn) -> None:
    pusher = Pusher(make_client(content_check=True))
    wechat.fail("/wxa/msg_sec_check", 48001)
    pusher.text("oPerson", ABOLISHED)
    assert "2022-12-30" in answered(wechat, "oPerson")[0]


def test_answers_under_way_go_out_before_the_app_ends(make_client: MakeClient, wechat: StandIn) -> None:
    client = make_client()
    wechat.slow_s = 0.5
    Pusher(client).text("oPerson", ABOLISHED)
    client.__exit__(None, None, None)
    assert len(wechat.texts_to("oPerson")) == 1
    client.__enter__()


@pytest.mark.parametrize(
    ("safe", "body"),
    [(True, b""), (True, b'{"Encrypt":""}'), (True, b"x" * 1_000_000), (False, b'{"MsgType":"text"}'), (True, b"\xff")],
    ids=["nothing", "empty", "one megabyte", "plain in safe mode", "no text"],
)
def test_a_forged_push_gets_403_in_plain_words_and_no_trace(
    pusher: Pusher, caplog: pytest.LogCaptureFixture, safe: bool, body: bytes
) -> None:
    response = pusher.post(body, **pusher.signed(sealed(b"{}") if safe else None))
    assert response.status_code == 403 and response.json()["detail"].startswith("请求没有通过校验")
    assert "Traceback" not in caplog.text and "Traceback" not in response.text


def test_the_largest_push_is_cut_off_while_it_is_read(pusher: Pusher) -> None:
    read = []

    def endless() -> object:
        for _ in range(1_000):
            read.append(1)
            yield b"x" * 10_000

    assert pusher.post(endless(), **pusher.signed()).status_code == 403  # type: ignore[arg-type]


def test_the_console_s_check_of_the_address_is_answered(pusher: Pusher) -> None:
    query = {**pusher.signed(), "echostr": "4375120948345356249"}
    response = pusher.client.get("/api/v1/wechat/push", params=query)
    assert (response.status_code, response.text) == (200, "4375120948345356249")
    assert response.headers["content-type"].startswith("text/plain")
    forged = pusher.client.get("/api/v1/wechat/push", params={**query, "nonce": "1"})
    assert forged.status_code == 403


def test_a_push_that_cannot_be_noted_is_left_for_wechat_to_repeat(make_client: MakeClient, wechat: StandIn) -> None:
    client = make_client()
    engine = client.app.state.services.store.engine  # type: ignore[attr-defined]
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE wechat_pushes RENAME TO away")
    pusher = Pusher(client)
    assert pusher.text("oPerson", ABOLISHED, number=3).status_code == 503
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE away RENAME TO wechat_pushes")
    assert pusher.text("oPerson", ABOLISHED, number=3).text == "success"
    answered(wechat, "oPerson")


def test_two_threads_of_one_push_are_one_answer(pusher: Pusher, wechat: StandIn) -> None:
    barrier = threading.Barrier(8)

    def push() -> str:
        barrier.wait()
        return pusher.text("oPerson", ABOLISHED, number=11).text

    with ThreadPoolExecutor(8) as pool:
        assert [each.result() for each in [pool.submit(push) for _ in range(8)]] == ["success"] * 8
    answered(wechat, "oPerson")
    time.sleep(0.3)
    assert len(wechat.sent) == 1
