"""Certification on the phone as WeChat runs it: papers photographed, signed, filmed by WeChat."""

from pathlib import Path

import pytest

from tests.journeys.people import People, eventually
from tests.journeys.phone import Phone, running_phone
from tests.journeys.serving import Platform
from tests.vision import papers
from vocabulary.documents import DocumentField as F

pytestmark = [
    pytest.mark.browser,
    pytest.mark.row("E2", "A6"),
    pytest.mark.clause("6.1.3.2"),
    papers.needs_font,
]

SEED = 3
NUMBER = "13861234901"
READING_S_MAX = 120  # the first picture waits for the models
CHECKING_S_MAX = 40


def photograph(phone: Phone, paper: papers.Paper, folder: Path, title: str, expected: str) -> None:
    """Before the camera, and read."""
    file = folder / f"{paper.kind.value}.png"
    paper.image.save(file, "PNG")
    phone.photograph(file)
    phone.tap("拍照或从相册选择", near=title)
    phone.sees(expected, READING_S_MAX)


def test_from_the_papers_to_a_certificate_without_leaving_wechat(
    platform: Platform, people: People, tmp_path: Path
) -> None:
    licence = papers.licence(SEED)
    signer = licence.says[F.LEGAL_REPRESENTATIVE]
    with running_phone(platform.base, "egret") as phone:
        phone.open("/pages/me/log-in")
        phone.tap("微信登录")
        phone.tap("同意将手机号码用于登录和业务通知")
        phone.show_number("授权手机号码并登录", NUMBER)
        phone.open("/pages/certification/index")
        phone.sees("开始认证")
        phone.tap("开始认证")
        photograph(phone, licence, tmp_path, "营业执照", licence.says[F.NAME])
        phone.tap("下一步")
        front = papers.id_card_front(SEED, name=signer)
        photograph(phone, front, tmp_path, "法定代表人身份证人像面", signer)
        photograph(phone, papers.id_card_back(SEED), tmp_path, "法定代表人身份证国徽面", "签发机关")
        phone.tap("下一步")
        phone.sees("已按照片预填")
        phone.pick("所在区域", 1)
        phone.pick("所属行业", 2)
        phone.type("主营业务", "包装材料及制品销售")
        phone.type("注册资本", "3200")
        phone.type("联系人", "王小明")
        phone.type("联系人手机号码", NUMBER)
        phone.tap("下一步")
        phone.tap("我已阅读并同意以上授权内容")
        phone.tap("签署授权书")
        phone.sees(f"✓ {signer} 已于")
        phone.tap("下一步")
        phone.tap("本人是法定代表人，已阅读并单独同意使用人脸核验身份")
        phone.tap("开始微信人脸核验")
        phone.sees("✓")
        phone.tap("提交认证")
        phone.sees("认证编号")
        assert phone.page == "pages/certification/index"

        operator = people.logged_in("operator", terminal="portal")
        waits = operator.all("/certifications", q=licence.says[F.NAME])
        [row] = [each for each in waits if each["name"] == licence.says[F.NAME]]
        path = f"/certifications/{row['id']}"
        eventually(lambda: operator.get(path)["state"] == "to_review", CHECKING_S_MAX)
        [hand_in] = operator.get(f"{path}/hand-ins")["items"]
        verdicts = {check["item"]: check["verdict"] for check in hand_in["checks"]}
        assert verdicts["face_check"] == "matched"
        marks = [{"item": item, "ok": True, "note": "核对登记材料"} for item in verdicts]
        operator.post(f"{path}/approve", {"note": "资料齐全", "marks": marks})
        phone.sees("企业已通过认证")
