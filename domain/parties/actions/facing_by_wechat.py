"""The legal representative before WeChat's camera, in the mini-program.

WeChat is asked for the person whom the ID card names, films them itself, and is asked again for
what came of it: nothing that a mini-program says counts, and no picture reaches the platform.
"""

from collections.abc import Awaitable
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

import msgspec
from msgspec import Struct

from domain.identity.log_in import open_id_index
from domain.kernel import clock, outside
from domain.kernel.actor import Actor
from domain.kernel.ports import FacialVerification, OutsideError
from domain.kernel.refusal import NotNow, Unavailable, Unmet
from domain.parties import hand_ins
from domain.parties.actions import facing
from domain.parties.checks import FaceFinding
from domain.parties.readings import plain, text_of
from domain.parties.rules import must_be_clerk
from domain.parties.terms import WeChatFace
from orm.certifying import FaceCheck, Paper
from orm.identity import WeChatBinding
from vocabulary.documents import DocumentField
from vocabulary.identifiers import resident_id_problem
from vocabulary.identity import Terminal

LASTS = timedelta(hours=1)
RETRY_S = 10
ONLY_THERE = "请在微信小程序中进行微信人脸核验"
NOT_BOUND = "当前微信未绑定此账号，请先用微信登录并绑定手机号后再核验"
NOT_READ = "未能从身份证照片读出姓名和号码，请重新拍摄，或改由工作人员核验"
NOT_PASSED = "微信人脸核验尚未通过，请按微信提示重新核验，或改由工作人员核验"
OVER = "这次微信人脸核验已失效，请重新开始"

Answer = TypeVar("Answer")


class Asked(Struct, frozen=True):
    """What WeChat was asked for, and of whom: without it nobody learns the result."""

    open_id: str
    begun: FacialVerification


async def begin(paper_id: UUID, body: WeChatFace, *, by: Actor) -> FaceCheck:
    """Have WeChat prepare a verification of the person whom the ID card names."""
    _must_be_there(by)
    paper = await facing.card(paper_id, by)
    name, number = _person(paper)
    wechat = outside.held().mini_program
    identity = await _answered(wechat.code_to_session(body.code))
    index = open_id_index(identity.open_id)
    if not await WeChatBinding.exists(open_id_index=index, account_id=by.account_id):
        raise Unmet(NOT_BOUND)
    row = facing.new(paper, by)
    begun = await _answered(
        wechat.prepare_facial_verification(identity.open_id, row.id.hex, name, number)
    )
    row.verification = msgspec.json.encode(Asked(identity.open_id, begun)).decode()
    return await facing.write(row, "begin_by_wechat", by=by)


async def confirm(face_check_id: UUID, *, by: Actor) -> FaceCheck:
    """Ask WeChat what came of it. Only a yes is kept, and counts like a face shown here."""
    must_be_clerk(by)
    row = await facing.mine(FaceCheck.filter(challenge_id__isnull=True), face_check_id, by)
    _must_be_there(by)
    if row.verification is None or left_s(row) <= 0:
        raise NotNow(OVER)
    asked = asked_of(row)
    wechat = outside.held().mini_program
    if not await _answered(wechat.is_face_verified(asked.open_id, asked.begun)):
        raise Unmet(NOT_PASSED)
    return await facing.conclude(row, FaceFinding.SAME, "confirm_by_wechat", by=by)


def asked_of(row: FaceCheck) -> Asked:
    """What WeChat was asked for."""
    return msgspec.json.decode(row.verification, type=Asked)


def left_s(row: FaceCheck) -> int:
    """How much longer WeChat answers."""
    return int((row.begun_at + LASTS - clock.now()).total_seconds())


def _must_be_there(by: Actor) -> None:
    if by.call.terminal is not Terminal.MINIPROGRAM:
        raise Unmet(ONLY_THERE)


def _person(paper: Paper) -> tuple[str, str]:
    """The name and the number on the card, as the reader read them: nobody types them."""
    reading = hand_ins.reading_of(paper)
    name = plain(text_of(reading, DocumentField.NAME))
    number = plain(text_of(reading, DocumentField.RESIDENT_ID))
    if not name or resident_id_problem(number, today=clock.today()):
        raise Unmet(NOT_READ)
    return name, number


async def _answered(question: Awaitable[Answer]) -> Answer:
    try:
        return await question
    except OutsideError as problem:
        if problem.retry:
            raise Unavailable(problem.sentence, retry_after_s=RETRY_S) from problem
        raise Unmet(problem.sentence) from problem
