"""What must always be true of the live database: one class per sentence.

Asked all day by a job, whose failure shows on the operations page, and by `python -m
server.verify`. A check reads and never writes; it names the rows that break it.
"""

from domain.kernel.kept import Broken, Holding, Invariant
from domain.store.events.invariants import INVARIANTS as OF_EVENTS


class LentIsTheSumOfItsPayouts(Holding):
    """已放款金额等于各笔放款之和。"""

    query = """
    SELECT a.application_no AS no FROM loan_application a LEFT JOIN disbursement d
        ON d.application_id = a.id
    GROUP BY a.id, a.application_no, a.disbursed_fen
    HAVING a.disbursed_fen <> COALESCE(SUM(d.amount_fen), 0)
    """


class NothingIsLentAboveTheLine(Holding):
    """已放款金额不超过授信金额。"""

    query = """
    SELECT application_no AS no FROM loan_application
    WHERE disbursed_fen > COALESCE(credit_line_fen, 0)
    """


class EveryPayoutIsInTheRegister(Holding):
    """每笔放款在业务台账中有金额相同的一行。"""

    query = """
    SELECT d.contract_no AS no FROM disbursement d LEFT JOIN business_register r
        ON r.disbursement_id = d.id
    WHERE r.id IS NULL OR r.amount_fen <> d.amount_fen
    """


class EveryLoanIsAPayout(Holding):
    """每笔贷款对应一笔放款，本金等于放款金额。"""

    query = """
    SELECT l.loan_no AS no FROM loan l LEFT JOIN disbursement d ON d.id = l.disbursement_id
    WHERE d.id IS NULL OR d.amount_fen <> l.principal_fen OR d.application_id <> l.application_id
    """


class BalanceIsWhatWasLentLessWhatCameBack(Holding):
    """剩余本金等于贷款本金减去已还本金，已还各项等于还款台账之和。"""

    query = """
    SELECT l.loan_no AS no FROM loan l LEFT JOIN (
        SELECT loan_id, SUM(principal_fen) AS principal, SUM(interest_fen) AS interest,
            SUM(penalty_fen) AS penalty
        FROM repayment GROUP BY loan_id) r ON r.loan_id = l.id
    WHERE l.balance_fen <> l.principal_fen - COALESCE(r.principal, 0)
        OR l.principal_repaid_fen <> COALESCE(r.principal, 0)
        OR l.interest_repaid_fen <> COALESCE(r.interest, 0)
        OR l.penalty_repaid_fen <> COALESCE(r.penalty, 0)
    """


class TheScheduleHoldsThePrincipal(Holding):
    """现行还款计划的本金合计等于贷款本金，未还合计等于剩余本金。"""

    query = """
    SELECT l.loan_no AS no FROM loan l LEFT JOIN instalment i
        ON i.loan_id = l.id AND i.version = l.schedule_version
    GROUP BY l.id, l.loan_no, l.principal_fen, l.balance_fen, l.interest_repaid_fen
    HAVING l.principal_fen <> COALESCE(SUM(i.principal_fen), 0)
        OR l.balance_fen <> COALESCE(SUM(i.principal_fen - i.principal_paid_fen), 0)
        OR l.interest_repaid_fen <> COALESCE(SUM(i.interest_paid_fen), 0)
    """


class NothingIsPaidTwice(Holding):
    """任何一期的已还不超过应还。"""

    query = """
    SELECT l.loan_no AS no FROM instalment i JOIN loan l ON l.id = i.loan_id
    WHERE i.principal_paid_fen > i.principal_fen OR i.interest_paid_fen > i.interest_fen
        OR i.penalty_paid_fen > i.penalty_fen
    """


class ARepaymentIsItsParts(Holding):
    """每笔还款等于罚息、利息与本金之和。"""

    query = """
    SELECT repayment_no AS no FROM repayment
    WHERE amount_fen <> penalty_fen + interest_fen + principal_fen OR amount_fen <= 0
    """


class WhatIsSettledOwesNothing(Holding):
    """已结清的贷款没有未还款项。"""

    query = """
    SELECT l.loan_no AS no FROM loan l LEFT JOIN instalment i
        ON i.loan_id = l.id AND i.version = l.schedule_version
    WHERE l.settled_on IS NOT NULL AND (l.balance_fen <> 0
        OR i.principal_fen + i.interest_fen + i.penalty_fen
            <> i.principal_paid_fen + i.interest_paid_fen + i.penalty_paid_fen)
    """


class AClaimStaysWithinItsCover(Holding):
    """代偿的申请、同意、支付金额逐级不超过承担金额。"""

    query = """
    SELECT claim_no AS no FROM claim
    WHERE amount_fen > covered_fen OR covered_fen > loss_fen
        OR agreed_fen > amount_fen OR paid_fen > agreed_fen
    """


class WhatIsPaidOnAClaimIsInTheLedger(Holding):
    """代偿金额等于代偿登记之和，并等于还款台账中该机构的付款。"""

    query = """
    SELECT c.claim_no AS no FROM claim c
    LEFT JOIN (SELECT claim_id, SUM(amount_fen) AS paid FROM claim_payment GROUP BY claim_id) p
        ON p.claim_id = c.id
    LEFT JOIN (SELECT claim_id, SUM(amount_fen) AS got FROM repayment
        WHERE claim_id IS NOT NULL GROUP BY claim_id) r ON r.claim_id = c.id
    WHERE c.paid_fen <> COALESCE(p.paid, 0) OR c.paid_fen <> COALESCE(r.got, 0)
    """


class ALoanKnowsWhatWasPaidForIt(Holding):
    """贷款的代偿合计等于各笔代偿金额之和。"""

    query = """
    SELECT l.loan_no AS no FROM loan l LEFT JOIN claim c ON c.loan_id = l.id
    GROUP BY l.id, l.loan_no, l.claims_paid_fen
    HAVING l.claims_paid_fen <> COALESCE(SUM(c.paid_fen), 0)
    """


class NothingIsRecoveredAboveWhatWasPaid(Holding):
    """追偿合计等于各次追偿之和，与核销合计不超过代偿金额。"""

    query = """
    SELECT c.claim_no AS no FROM claim c
    LEFT JOIN (SELECT claim_id, SUM(amount_fen) AS got FROM recovery GROUP BY claim_id) r
        ON r.claim_id = c.id
    WHERE c.recovered_fen <> COALESCE(r.got, 0)
        OR c.recovered_fen + c.written_off_fen > c.paid_fen
    """


class AClaimedLoanHasOneOpenClaim(Holding):
    """代偿中的贷款恰有一笔未了结的代偿申请，其他贷款没有。"""

    query = """
    SELECT l.loan_no AS no FROM loan l LEFT JOIN claim c
        ON c.loan_id = l.id AND c.state IN ('to_decide', 'to_pay')
    GROUP BY l.id, l.loan_no, l.state
    HAVING COUNT(c.id) <> CASE WHEN l.state = 'claimed' THEN 1 ELSE 0 END
    """


class _TheJournalKnowsTheState(Holding):
    """A row stands where its last step left it."""

    def __init_subclass__(cls, *, table: str, number: str, subject: str) -> None:
        cls.query = f"""
        SELECT t.{number} AS no FROM {table} t JOIN journal j ON j.id = (
            SELECT MAX(id) FROM journal
            WHERE subject_id = t.id AND subject_kind = '{subject}' AND to_state <> '')
        WHERE j.to_state <> t.state
        """  # noqa: S608 -- our own words


class AnApplicationStandsWhereTheJournalSays(
    _TheJournalKnowsTheState,
    table="loan_application",
    number="application_no",
    subject="loan_application",
):
    """贷款申请的状态与日志中的最后一步一致。"""


class ALoanStandsWhereTheJournalSays(
    _TheJournalKnowsTheState, table="loan", number="loan_no", subject="loan"
):
    """贷款的状态与日志中的最后一步一致。"""


class AClaimStandsWhereTheJournalSays(
    _TheJournalKnowsTheState, table="claim", number="claim_no", subject="claim"
):
    """代偿的状态与日志中的最后一步一致。"""


class WhatFailsHasAFault(Holding):
    """每个异常的检查项都有对应的故障。"""

    query = """
    SELECT i.title AS no FROM checklist_item i LEFT JOIN fault f ON f.id = i.fault_id
    WHERE i.passed IS NOT NULL AND NOT i.passed AND f.id IS NULL
    """


class NobodyClosesWhatTheyMended(Holding):
    """已闭环的故障由维修人以外的人验收，且登记了恢复时间。"""

    query = """
    SELECT fault_no AS no FROM fault WHERE state = 'closed_loop'
        AND (closed_by_id IS NULL OR closed_by_id = repaired_by_id OR restored_at IS NULL)
    """


class WhatIsSignedWasLookedAt(Holding):
    """已签字的巡检没有未检查的项目，计数与检查项一致。"""

    query = """
    SELECT n.inspection_no AS no FROM inspection n JOIN checklist_item i ON i.subject_id = n.id
    GROUP BY n.id, n.inspection_no, n.state, n.items, n.checked, n.failed
    HAVING n.items <> COUNT(*) OR n.checked <> SUM(CASE WHEN i.passed IS NULL THEN 0 ELSE 1 END)
        OR n.failed <> SUM(CASE WHEN i.passed IS NULL OR i.passed THEN 0 ELSE 1 END)
        OR (n.state = 'inspected' AND n.checked <> n.items)
    """


class OnlyFindingsAreLeftAsTheyAre(Holding):
    """接受风险的都是安全隐患，并有截止日期。"""

    query = """
    SELECT fault_no AS no FROM fault WHERE state = 'risk_accepted' AND (accepted_until IS NULL
        OR source NOT IN ('vulnerability_scan', 'hardening_check'))
    """


class AFaultStandsWhereTheJournalSays(
    _TheJournalKnowsTheState, table="fault", number="fault_no", subject="fault"
):
    """故障的状态与日志中的最后一步一致。"""


class NoSpareIsKeptTwice(Holding):
    """同一件备用设备不在重叠的时段为两场会议预留。"""

    query = """
    SELECT a.spare_name AS no FROM spare_reservation a JOIN spare_reservation b
        ON b.spare_id = a.spare_id AND b.id <> a.id
    WHERE a.from_at < b.until_at AND b.from_at < a.until_at
    """


class WhatIsConcludedWasMended(Holding):
    """已总结的会议没有未恢复的会中故障，计数与记录一致。"""

    query = """
    SELECT m.meeting_no AS no FROM meeting_support m LEFT JOIN meeting_incident i
        ON i.meeting_id = m.id AND i.mended_at IS NULL
    GROUP BY m.id, m.meeting_no, m.state, m.open_incidents
    HAVING m.open_incidents <> COUNT(i.id) OR (m.state = 'concluded' AND m.open_incidents > 0)
    """


class AMeetingStandsWhereTheJournalSays(
    _TheJournalKnowsTheState,
    table="meeting_support",
    number="meeting_no",
    subject="meeting_support",
):
    """会议技术保障的状态与日志中的最后一步一致。"""


INVARIANTS: tuple[Invariant, ...] = (
    LentIsTheSumOfItsPayouts(),
    NothingIsLentAboveTheLine(),
    EveryPayoutIsInTheRegister(),
    EveryLoanIsAPayout(),
    BalanceIsWhatWasLentLessWhatCameBack(),
    TheScheduleHoldsThePrincipal(),
    NothingIsPaidTwice(),
    ARepaymentIsItsParts(),
    WhatIsSettledOwesNothing(),
    AClaimStaysWithinItsCover(),
    WhatIsPaidOnAClaimIsInTheLedger(),
    NothingIsRecoveredAboveWhatWasPaid(),
    AClaimedLoanHasOneOpenClaim(),
    AnApplicationStandsWhereTheJournalSays(),
    ALoanStandsWhereTheJournalSays(),
    AClaimStandsWhereTheJournalSays(),
    *OF_EVENTS,
    WhatFailsHasAFault(),
    NobodyClosesWhatTheyMended(),
    WhatIsSignedWasLookedAt(),
    OnlyFindingsAreLeftAsTheyAre(),
    AFaultStandsWhereTheJournalSays(),
    NoSpareIsKeptTwice(),
    WhatIsConcludedWasMended(),
    AMeetingStandsWhereTheJournalSays(),
)


async def broken() -> list[Broken]:
    """What does not hold at this moment; nothing, as it should be."""
    asked = [(each.sentence, await each.broken()) for each in INVARIANTS]
    return [Broken(sentence, rows) for sentence, rows in asked if rows]


async def check_invariants() -> None:
    """Ask all of them; the job fails, and is seen, while one does not hold."""
    found = await broken()
    assert not found, "; ".join(f"{each.sentence}{'、'.join(each.rows)}" for each in found)
