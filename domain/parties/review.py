"""The automatic review: all checks of one hand-in, and what follows from them; pure."""

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from domain.kernel.seeing import FieldReading
from domain.parties import paper_checks
from domain.parties.checks import (
    CONTRARY,
    DOUBTFUL,
    MATCHED,
    REGISTER,
    RULES_VERSION,
    Check,
    Compared,
    Evidence,
    FaceFinding,
)
from domain.parties.readings import day_of, ending_of, is_long_term, plain
from domain.parties.terms import ItemMark
from vocabulary.certification import (
    CHECK_ITEM_LABELS,
    REGISTRY_STATE_LABELS,
    CheckItem,
    CheckVerdict,
    RegistryState,
)
from vocabulary.documents import DocumentField as F

REASON_LENGTH_MAX = 450
ENDED = frozenset({RegistryState.DISSOLVED, RegistryState.LICENCE_REVOKED})


class Decision(Struct, frozen=True):
    """Which step of the flow follows, and why."""

    verb: str
    reason: str


def check_all(seen: Evidence) -> tuple[Check, ...]:
    """Every check, in the order of the checklist."""
    found = (
        _registration_state(seen),
        paper_checks.enterprise_name(seen),
        paper_checks.uscc(seen),
        paper_checks.legal_representative(seen),
        paper_checks.registered_capital(seen),
        paper_checks.main_business(seen),
        paper_checks.domicile(seen),
        paper_checks.licence_term(seen),
        paper_checks.resident_id(seen),
        paper_checks.id_card_term(seen),
        _authorization(seen),
        _face(seen),
        _origin(seen),
    )
    assert [check.item for check in found] == list(CheckItem), "every item once, in order"
    return found


def decide(checks: Sequence[Check]) -> Decision:
    """Refuse what is impossible, send back what can be mended, refer what is doubtful."""
    assert {check.item for check in checks} == set(CheckItem), "a missing check never passes"
    contrary = [check for check in checks if check.verdict is CONTRARY]
    doubtful = [check for check in checks if check.verdict is DOUBTFUL]
    if any(check.final for check in contrary):
        return Decision("refuse", _said([check for check in contrary if check.final]))
    if contrary:
        return Decision("fail_check", _said(contrary))
    if doubtful:
        names = "、".join(CHECK_ITEM_LABELS[check.item] for check in doubtful)
        return Decision("refer", f"以下各项需人工核对：{names}"[:REASON_LENGTH_MAX])
    return Decision("pass_check", f"{len(checks)}项核验全部相符（核验规则第{RULES_VERSION}版）")


def _said(checks: Sequence[Check]) -> str:
    sentences = (
        f"{check.sentence}，{check.mend}" if check.mend else check.sentence for check in checks
    )
    return "；".join(sentences)[:REASON_LENGTH_MAX]


def marks_problem(checks: Sequence[Check], marks: Sequence[ItemMark]) -> str | None:
    """Why these marks do not carry an approval; None if they do.

    Every item is marked ok; what the checks did not find matched needs a reason.
    """
    given = {mark.item: mark for mark in marks}
    missing = [check for check in checks if check.item not in given]
    if missing:
        return f"请先逐项核对审核清单，尚未核对：{_names(missing)}"
    refused = [check for check in checks if not given[check.item].ok]
    if refused:
        return f"以下各项未认可，不能通过认证：{_names(refused)}"
    silent = [
        check
        for check in checks
        if check.verdict is not MATCHED and not given[check.item].note.strip()
    ]
    if silent:
        return f"自动核验不相符的各项，认可时请写明理由：{_names(silent)}"
    return None


def return_problem(marks: Sequence[ItemMark]) -> str | None:
    """Why these marks do not carry a refusal: it has to name what is wrong."""
    if any(not mark.ok for mark in marks):
        return None
    return "请在审核清单中标明不予认可的项目，企业才知道怎样补正"


def _names(checks: Sequence[Check]) -> str:
    return "、".join(CHECK_ITEM_LABELS[check.item] for check in checks)


def valid_until(
    licence: Mapping[str, FieldReading], id_back: Mapping[str, FieldReading]
) -> date | None:
    """Until when a certification stands: as long as the first of its papers does."""
    ends = (ending_of(licence.get(F.BUSINESS_TERM)), id_back.get(F.VALID_UNTIL))
    days = [day_of(end.text) for end in ends if end is not None and not is_long_term(end.text)]
    return min((day for day in days if day is not None), default=None)


def _registration_state(seen: Evidence) -> Check:
    item, record = CheckItem.REGISTRATION_STATE, seen.record
    if seen.registry_away:
        return Check(item, DOUBTFUL, "登记系统暂时无法查询，需人工核对")
    if record is None:
        return Check(item, DOUBTFUL, "登记系统中没有查到该统一社会信用代码，需人工核对")
    label = REGISTRY_STATE_LABELS[record.state]
    values = (Compared(REGISTER, label),)
    if record.state in ENDED:
        sentence = f"登记系统显示该企业已{label}，不能办理认证"
        return Check(item, CONTRARY, sentence, values, "如登记有误，请先到登记机关更正", final=True)
    if record.state is not RegistryState.TRADING:
        return Check(item, DOUBTFUL, f"登记系统显示该企业为{label}，需人工核对", values)
    return Check(item, MATCHED, "登记系统显示该企业正常存续", values)


def _authorization(seen: Evidence) -> Check:
    item, given, form = CheckItem.AUTHORIZATION, seen.authorization, seen.form
    values = (
        Compared("签署人", given.signer_name),
        Compared("有效期至", given.expires_on.isoformat()),
    )
    mend = "请重新签署征信授权书后提交"
    if given.withdrawn:
        return Check(item, CONTRARY, "征信授权书已被撤回", values, mend)
    if given.expires_on < seen.today:
        return Check(item, CONTRARY, "征信授权书已过期", values, mend)
    if plain(form.name) not in plain(given.text) or form.uscc not in given.text:
        return Check(item, CONTRARY, "征信授权书上的企业与填报不一致", values, mend)
    signers = {plain(form.legal_representative), plain(form.contact_name)}
    if plain(given.signer_name) not in signers:
        sentence = "征信授权书的签署人既不是法定代表人，也不是联系人，需人工核对"
        return Check(item, DOUBTFUL, sentence, values)
    return Check(item, MATCHED, "征信授权书有效", values)


_FACES: dict[FaceFinding, tuple[CheckVerdict, str]] = {
    FaceFinding.NOT_SHOWN: (DOUBTFUL, "未做人脸核验，需通过视频或到店核验法定代表人身份"),
    FaceFinding.UNCLEAR: (DOUBTFUL, "人脸未能与身份证照片比对，需人工核对"),
    FaceFinding.OTHER: (DOUBTFUL, "人脸与身份证照片不像同一人，需人工核对"),
    FaceFinding.SAME: (MATCHED, "人脸与身份证照片为同一人"),
}


def _face(seen: Evidence) -> Check:
    verdict, sentence = _FACES[seen.face]
    return Check(CheckItem.FACE_CHECK, verdict, sentence)


def _origin(seen: Evidence) -> Check:
    if seen.papers_of_others:
        sentence = "同一张证照照片曾由其他企业提交，需人工核对"
        return Check(CheckItem.PAPER_ORIGIN, DOUBTFUL, sentence)
    return Check(CheckItem.PAPER_ORIGIN, MATCHED, "证照照片未见其他企业使用")
