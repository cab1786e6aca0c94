"""Two proofs in the mini-program over HTTP: WeChat and another way, and proving again there."""

from collections.abc import Iterator

import pytest

from server.demo_world import PHONE_PREFIX
from server.seed import DEMO_PASSWORD
from tests.journeys.people import Caller, Found, People, Refused
from tests.journeys.serving import running_server

pytestmark = [pytest.mark.slow, pytest.mark.row("S12"), pytest.mark.clause("5.3.4.1")]

HOME, AWAY = "10.20.0.1", "10.30.0.9"
OPERATOR_PHONE = f"{PHONE_PREFIX}0001"
NEW_PHONE = "13861234755"


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    folder = tmp_path_factory.mktemp("two")
    with (
        running_server(folder, TWO_FACTORS="1", TRUSTED_PROXIES="1") as platform,
        People(platform.base) as found,
    ):
        yield found


class Phone:
    """The phone of somebody whom WeChat knows, with the mini-program on it."""

    def __init__(self, people: People, name: str) -> None:
        self._people, self._name, self._codes = people, name, 0
        self.caller = self.opened()

    def opened(self) -> Caller:
        """The mini-program, opened anew: it knows nobody."""
        self.caller = self._people.stranger("miniprogram")
        self.moves_to(HOME)
        return self.caller

    def moves_to(self, address: str) -> None:
        self.caller.speaks_from(address)

    def by_wechat(self) -> Found:
        self._codes += 1
        return self.caller.post("/sessions/by-wechat", {"code": f"demo-{self._name}.{self._codes}"})


def refusal_of(act: object, *given: object) -> Refused:
    assert callable(act)
    with pytest.raises(Refused) as refusal:
        act(*given)
    return refusal.value


def with_code(phone: Phone, ticket: str) -> Found:
    sent = phone.caller.post("/sessions/second/send-code", {"ticket": ticket})
    body = {"ticket": ticket, "sms_code": sent["printed_code"]}
    return phone.caller.post("/sessions/second/by-sms-code", body)


def test_wechat_opens_a_post_that_wants_two_with_a_password_or_a_code(people: People) -> None:
    phone, number = Phone(people, "operator"), OPERATOR_PHONE
    ticket = phone.by_wechat()["ticket"]
    binding = {"ticket": ticket, "phone_code": f"phone-{number}"}
    first = refusal_of(phone.caller.post, "/sessions/bind-phone", binding)
    assert first.code == "second_factor"
    assert set(first.body["ways"]) == {"password", "sms_code"}
    assert number not in str(first.body), "the phone is shown masked"
    assert refusal_of(phone.caller.get, "/account").code == "not_logged_in"

    ticket = first.body["ticket"]
    wrong = {"ticket": ticket, "password": "not-this-one-1"}
    assert refusal_of(phone.caller.post, "/sessions/second/by-password", wrong).code == "invalid"
    right = {"ticket": ticket, "password": DEMO_PASSWORD}
    phone.caller.enter(phone.caller.post("/sessions/second/by-password", right))
    assert phone.caller.get("/account")["name"]

    phone.opened()  # bound from now on: WeChat alone is the first proof, a code the second
    first = refusal_of(phone.by_wechat)
    again = {"ticket": first.body["ticket"], "code": "demo-operator.99"}
    assert refusal_of(phone.caller.post, "/sessions/second/by-wechat", again).code == "invalid"
    phone.caller.enter(with_code(phone, first.body["ticket"]))
    assert phone.caller.is_logged_in()
    used = {"ticket": first.body["ticket"], "password": DEMO_PASSWORD}
    assert refusal_of(phone.caller.post, "/sessions/second/by-password", used).status == 401


def test_a_sensitive_operation_asks_again_and_then_goes_on(people: People) -> None:
    phone = Phone(people, "newcomer")
    ticket = phone.by_wechat()["ticket"]
    binding = {"ticket": ticket, "phone_code": "phone-13861234754"}
    phone.caller.enter(phone.caller.post("/sessions/bind-phone", binding))
    asked = {"phone": NEW_PHONE, "purpose": "change_phone"}
    code = phone.caller.post("/sms-codes/send", asked)["printed_code"]
    change = {"phone": NEW_PHONE, "sms_code": code}

    phone.moves_to(AWAY)  # from another network nothing proved before counts as fresh
    step_up = refusal_of(phone.caller.post, "/account/change-phone", change)
    assert step_up.code == "step_up"
    assert step_up.body["ways"] == ["sms_code"], "who came by WeChat has no password"
    wrong = {"sms_code": "000000"}
    assert refusal_of(phone.caller.post, "/sessions/step-up/by-sms-code", wrong).code == "invalid"
    sent = phone.caller.post("/sessions/step-up/send-code")
    phone.caller.post("/sessions/step-up/by-sms-code", {"sms_code": sent["printed_code"]})
    phone.caller.post("/account/change-phone", change)
    assert phone.caller.get("/account")["phone_masked"] == "138****4755"

    phone.opened()
    phone.caller.enter(phone.by_wechat()["session"])
    assert phone.caller.get("/account")["phone_masked"] == "138****4755", "the same account"
