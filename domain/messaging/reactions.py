"""Messages that follow from the journal: each party of a row hears what the others did."""

from uuid import UUID

from domain.kernel.journal import Entry
from orm.messaging import Message
from vocabulary.messaging import MessageKind
from vocabulary.money import wan_text

TITLE_MAX = 100
BODY_MAX = 500

_APPLICATION: dict[str, tuple[MessageKind, str, str]] = {
    # verb: kind, title, body; {no} number, {who} party that acted, {amount} of the terms
    "submit": (MessageKind.APPLICATION, "收到新的融资产品申请", "{who}提交了申请 {no}，请及时受理。"),
    "publish": (MessageKind.APPLICATION, "收到定向融资需求", "{who}向贵行提出融资需求 {no}，请及时受理。"),
    "grab": (MessageKind.APPLICATION, "您的融资需求已被受理", "{who}已受理您的需求 {no}，即将开始审核。"),
    "accept": (MessageKind.APPLICATION, "您的申请已受理", "{who}已受理您的申请 {no}，即将开始审核。"),
    "release": (MessageKind.APPLICATION, "银行取消了受理", "{who}取消受理 {no}。原因：{reason}。需求已重新开放受理。"),
    "send_back": (MessageKind.REVIEW, "申请需要补正", "{who}退回了申请 {no}。原因：{reason}。请补正后重新提交。"),
    "resubmit": (MessageKind.REVIEW, "企业已重新提交申请", "{who}已补正并重新提交申请 {no}，请继续审核。"),
    "approve": (MessageKind.REVIEW, "申请已通过审核", "{who}已通过申请 {no} 的审核，等待授信。"),
    "reject": (MessageKind.REVIEW, "申请未获通过", "{who}驳回了申请 {no}。原因：{reason}。您可以选择其他产品或重新发布需求。"),
    "grant": (MessageKind.REVIEW, "已获得授信", "{who}对申请 {no} 授信 {amount}，等待放款。"),
    "amend_line": (MessageKind.REVIEW, "授信信息已修改", "{who}将申请 {no} 的授信改为 {amount}。原因：{reason}。"),
    "disburse": (MessageKind.DISBURSEMENT, "收到一笔放款", "{who}已就申请 {no} 放款 {amount}，请核对账户。"),
    "complete": (MessageKind.DISBURSEMENT, "业务已办结", "{who}已办结申请 {no}，请对本次服务作出评价。"),
    "withdraw": (MessageKind.APPLICATION, "企业撤回了申请", "{who}撤回了申请 {no}。原因：{reason}。"),
    "rate": (MessageKind.SYSTEM, "收到服务评价", "{who}对业务作出了评价。"),
}  # fmt: skip

_CERTIFICATION: dict[str, tuple[MessageKind, str, str]] = {
    "approve": (MessageKind.CERTIFICATION, "企业认证已通过", "您的企业认证 {no} 已通过，现在可以申请融资。"),
    "send_back": (MessageKind.CERTIFICATION, "企业认证需要补正", "您的企业认证 {no} 被退回。原因：{reason}。请补正后重新提交。"),
    "reject": (MessageKind.CERTIFICATION, "企业认证未通过", "您的企业认证 {no} 未通过。原因：{reason}。"),
}  # fmt: skip


async def tell_parties(entry: Entry) -> None:
    """Write one message to each party at the row, except to whoever acted."""
    for party_id in _others(entry):
        await _write(entry, party_id, _APPLICATION[entry.verb])


async def tell_enterprise(entry: Entry) -> None:
    """Tell the enterprise what became of its certification."""
    for party_id in _others(entry):
        await _write(entry, party_id, _CERTIFICATION[entry.verb])


def _others(entry: Entry) -> list[UUID]:
    """Who sits at the row, and who just lost a seat; never the party that acted."""
    seated = {UUID(party) for party in entry.seats.values()}
    left = {UUID(before) for before, _ in [entry.changes.get("bank_id", ["", ""])] if before}
    return sorted((seated | left) - {entry.party_id})


async def _write(entry: Entry, party_id: UUID, text: tuple[MessageKind, str, str]) -> None:
    kind, title, body = text
    amount_fen = entry.terms.get("amount_fen") or entry.terms.get("credit_line_fen") or 0
    words = body.format(
        no=entry.subject_no,
        who=entry.party_name,
        reason=entry.reason.rstrip("。！!. "),
        amount=wan_text(int(amount_fen)),
    )
    if not await Message.exists(party_id=party_id, entry_id=entry.id, kind=kind):
        await Message.create(
            party_id=party_id,
            entry_id=entry.id,
            kind=kind,
            title=title[:TITLE_MAX],
            body=words[:BODY_MAX],
            subject_kind=entry.subject_kind,
            subject_id=entry.subject_id,
            at=entry.at,
        )


APPLICATION_VERBS = tuple(_APPLICATION)
CERTIFICATION_VERBS = tuple(_CERTIFICATION)
