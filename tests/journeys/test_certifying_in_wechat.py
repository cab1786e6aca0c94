"""Certification in the mini-program over HTTP: drawn papers, WeChat's own face verification."""

from collections.abc import Iterator
from io import BytesIO

import pytest

from domain.faces.frames import joined
from tests.journeys.people import Caller, Found, People, Refused, eventually
from tests.journeys.serving import POSTGRES, running_fleet, running_server
from tests.vision import papers
from vocabulary.documents import DocumentField as F

pytestmark = [
    pytest.mark.slow,
    pytest.mark.row("E2"),
    pytest.mark.clause("6.1.3.2"),
    papers.needs_font,
]

SEED = 3
READING_S_MAX = 120  # the first picture waits for the models
CHECKING_S_MAX = 40
FRAMES = joined([b"\xff\xd8 a picture"] * 3)
FRAMES_MEDIA = "application/octet-stream"


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> Iterator[People]:
    running, folder = running_fleet if POSTGRES else running_server, tmp_path_factory.mktemp("http")
    with running(folder) as platform, People(platform.base) as found:
        yield found


class InWeChat:
    """Somebody who uses the mini-program, and whom WeChat knows."""

    def __init__(self, people: People, name: str, phone: str) -> None:
        self.name, self.phone, self.caller = name, phone, people.stranger("miniprogram")
        self._codes = 0
        first = self.caller.post("/sessions/by-wechat", {"code": self.code()})
        binding = {"ticket": first["ticket"], "phone_code": f"phone-{phone}"}
        self.caller.enter(self.caller.post("/sessions/bind-phone", binding))

    def code(self) -> str:
        """What WeChat gives the mini-program; good once."""
        self._codes += 1
        return f"demo-{self.name}.{self._codes}"

    def photo(self, paper: papers.Paper) -> Found:
        """Photograph a paper."""
        file = BytesIO()
        paper.image.save(file, "PNG")
        return self.caller.upload(
            "/certifications/read-document", file.getvalue(), "image/png", kind=paper.kind.value
        )

    def consents(self) -> None:
        [text] = [
            each
            for each in self.caller.get("/account/face")["purposes"]
            if each["purpose"] == "verification"
        ]
        assert "微信" in text["body"], "it is said who films"
        body = {"purpose": "verification", "text_hash": text["text_hash"]}
        self.caller.post("/account/face/consent", body)

    def begin(self, front: Found, code: str = "") -> Found:
        path = f"/certification-papers/{front['id']}/face-checks/by-wechat/begin"
        return self.caller.post(path, {"code": code or self.code()})

    def confirm(self, check: Found) -> Found:
        return self.caller.post(f"/face-checks/by-wechat/{check['id']}/confirm")

    def signed(self, name: str, uscc: str, signer: str) -> str:
        """Read the authorisation and sign it."""
        asked = {"name": name, "uscc": uscc}
        text = self.caller.post("/credit-authorizations/draft", asked)
        read = {"text_version": text["version"], "text_sha256": text["text_sha256"]}
        body = asked | read | {"signer_name": signer}
        return str(self.caller.post("/credit-authorizations/sign", body)["id"])


def refused(code: str, act: object, *given: object, **named: object) -> str:
    """The sentence with which an act is refused."""
    assert callable(act)
    with pytest.raises(Refused) as refusal:
        act(*given, **named)
    assert refusal.value.code == code, refusal.value
    return refusal.value.detail


def handed_in(person: InWeChat, licence: papers.Paper, front: Found, check: Found) -> Found:
    """Everything else that is asked for, and the face check."""
    name, uscc, signer = (licence.says[f] for f in (F.NAME, F.USCC, F.LEGAL_REPRESENTATIVE))
    return {
        "name": name,
        "uscc": uscc,
        "region": "320507",
        "industry": "F",
        "legal_representative": signer,
        "contact_name": "王小明",
        "contact_phone": person.phone,
        "registered_capital_fen": 3_200_000_000,
        "main_business": "包装材料及制品销售",
        "licence_id": person.photo(licence)["id"],
        "id_front_id": front["id"],
        "id_back_id": person.photo(papers.id_card_back(SEED))["id"],
        "authorization_id": person.signed(name, uscc, signer),
        "face_check_id": check["id"],
    }


def test_from_the_card_to_a_certificate_without_a_picture_of_the_face(people: People) -> None:
    licence = papers.licence(SEED)
    card = papers.id_card_front(SEED, name=licence.says[F.LEGAL_REPRESENTATIVE])
    qian, stranger = (
        InWeChat(people, "qian", "13861234801"),
        InWeChat(people, "sun", "13861234802"),
    )
    front = eventually(lambda: qian.photo(card), READING_S_MAX)
    assert "单独同意" in refused("unmet", qian.begin, front)
    qian.consents()
    stranger.consents()

    films = f"/certification-papers/{front['id']}/face-checks/begin"
    assert "微信人脸核验" in refused("unmet", qian.caller.post, films)
    assert "未绑定" in refused("unmet", qian.begin, front, stranger.code())
    refused("not_found", stranger.begin, front)

    code = qian.code()
    check = qian.begin(front, code)
    assert set(check) == {"id", "verify_id", "valid_for_s"}, "what proves it stays at the server"
    assert "已使用" in refused("unmet", qian.begin, front, code)
    shows = f"/face-checks/{check['id']}/show"
    assert "微信人脸核验" in refused("unmet", qian.caller.upload, shows, FRAMES, FRAMES_MEDIA)
    refused("not_found", stranger.confirm, check)
    passed = qian.confirm(check)
    assert (passed["done"], passed["finding"], passed["asked"]) == (True, "same", [])
    assert "已完成" in refused("unmet", qian.confirm, check)

    body = handed_in(qian, licence, front, check)
    row = qian.caller.post("/certifications/submit", body)
    decide(people.logged_in("operator", terminal="portal"), row)
    assert qian.caller.get("/account")["party"]["certified"] is True


def decide(operator: Caller, row: Found) -> None:
    """The face needs nobody; what the register did not answer does."""
    path = f"/certifications/{row['id']}"
    eventually(lambda: operator.get(path)["state"] == "to_review", CHECKING_S_MAX)
    [hand_in] = operator.get(f"{path}/hand-ins")["items"]
    verdicts = {check["item"]: check["verdict"] for check in hand_in["checks"]}
    assert verdicts["face_check"] == "matched"
    marks = [{"item": item, "ok": True, "note": "到店核验登记材料"} for item in verdicts]
    operator.post(f"{path}/approve", {"note": "资料齐全", "marks": marks})


def test_a_face_that_does_not_fit_and_a_consent_taken_back(people: People) -> None:
    li = InWeChat(people, "li", "13861234803")
    front = eventually(lambda: li.photo(papers.id_card_front(SEED, name="张不符")), READING_S_MAX)
    li.consents()
    check = li.begin(front)
    assert "尚未通过" in refused("unmet", li.confirm, check)
    shown = li.caller.post("/account/face/withdraw-consent", {"purpose": "verification"})
    assert not any(each["consented"] for each in shown["purposes"])
    assert "撤回" in refused("unmet", li.confirm, check)
    assert "单独同意" in refused("unmet", li.begin, front)
    li.consents()
    assert "撤回" in refused("unmet", li.confirm, check), "a new consent does not revive it"
    assert "尚未通过" in refused("unmet", li.confirm, li.begin(front))
