"""A small town behind the doors: people with tokens, and a case in every state."""

from typing import Any
from uuid import UUID

from domain.identity import passwords
from domain.identity.accounts import actor_of, write_account
from domain.identity.sessions import begin_session
from domain.kernel import clock, numbering, relay, sealing
from domain.kernel.actor import Actor, Call
from domain.lending.actions import applying, banking, paying
from domain.lending.policy_terms import PayoutRequestForm
from domain.lending.terms import GuarantorChoice
from domain.parties.actions import historical
from domain.parties.terms import CertificationForm
from domain.reactions import FOLLOWING
from orm import engine
from orm.messaging import Message
from orm.parties import Party
from tests import world
from tests.catalogue.shelf import a_product
from tests.policy.programmes import a_policy_line, a_programme, an_approved_loan
from vocabulary.identifiers import make_uscc
from vocabulary.identity import LogInWay, Terminal
from vocabulary.parties import Role

PASSWORD = "晨曦2026-jingmi"  # noqa: S105 -- of nobody but the people of this town
Ids = dict[str, Any]


class Town:
    """Whoever lives here, their tokens, and the ids of what they own."""

    def __init__(self) -> None:
        self.tokens: dict[str, str] = {}
        self.actors: dict[str, Actor] = {}
        self.accounts: dict[str, str] = {}
        self.sessions: dict[str, str] = {}
        self.ids: Ids = {}
        self.log_in_name = "jingban"

    async def found(self, url: str) -> None:
        """Write everybody and everything into an empty database."""
        numbering.forget_blocks()
        await engine.connect(url)
        try:
            await self._people()
            await self._cases()
            await self._others()
        finally:
            await engine.disconnect()

    async def _person(self, name: str, party: Party, *roles: Role, log_in_name: str = "") -> None:
        number = len(self.tokens)
        account = await write_account(
            party,
            name="张三",
            phone=f"139{number:08d}",
            log_in_name=log_in_name or None,
            roles=roles,
            password_hash=await passwords.make_hash(PASSWORD) if log_in_name else None,
            at=clock.now(),
        )
        actor = actor_of(account, party, Call(terminal=Terminal.TOOL, address="127.0.0.1"))
        begun = await begin_session(actor, at=clock.now(), ways=[LogInWay.PASSWORD])
        self.tokens[name], self.actors[name] = begun.token, actor
        self.accounts[name] = str(account.id)
        self.sessions[name] = str(begun.actor.session_id)

    async def _people(self) -> None:
        self.enterprise = await world.an_enterprise()
        self.rival = await world.an_enterprise("昆山云帆电子有限公司")
        self.newcomer = await world.an_enterprise("太仓新程物流有限公司", certified=False)
        self.bank = await world.a_bank()
        self.other_bank = await world.a_bank("太湖银行苏州分行")
        self.insurer, self.guarantor = await world.an_insurer(), await world.a_guarantor()
        self.operator = await world.an_operator()
        self.regulator = await world.a_regulator()
        await self._person("clerk", self.enterprise, Role.ENTERPRISE_CLERK)
        await self._person("rival", self.rival, Role.ENTERPRISE_CLERK)
        await self._person("newcomer", self.newcomer, Role.ENTERPRISE_CLERK)
        await self._person("officer", self.bank, Role.BANK_OFFICER)
        await self._person("approver", self.bank, Role.BANK_APPROVER)
        await self._person("admin", self.bank, Role.INSTITUTION_ADMIN)
        await self._person("other_officer", self.other_bank, Role.BANK_OFFICER)
        await self._person("other_approver", self.other_bank, Role.BANK_APPROVER)
        await self._person("underwriter", self.insurer, Role.UNDERWRITER)
        await self._person("guarantee_officer", self.guarantor, Role.GUARANTEE_OFFICER)
        await self._person("guarantee_approver", self.guarantor, Role.GUARANTEE_APPROVER)
        await self._person("operator", self.operator, Role.PLATFORM_OPERATOR)
        await self._person("supervisor", self.regulator, Role.SUPERVISOR)
        await self._person("store", self.operator, Role.STORE_STAFF)
        await self._person("system", self.operator, Role.SYSTEM_ADMINISTRATOR)
        await self._person("security", self.operator, Role.SECURITY_ADMINISTRATOR)
        await self._person("auditor", self.operator, Role.AUDIT_ADMINISTRATOR)
        await self._person("leaver", self.bank, Role.BANK_OFFICER)
        await self._person("second_officer", self.bank, Role.BANK_OFFICER)
        name = self.log_in_name
        await self._person("typist", self.bank, Role.BANK_OFFICER, log_in_name=name)

    async def _cases(self) -> None:
        own, bank = self.enterprise, self.bank
        officer = self.actors["officer"]
        amended = await world.an_accepted_application(own, bank)
        await banking.send_back(amended.id, "补材料", by=officer)
        asked = await world.an_accepted_application(own, bank)
        choice = GuarantorChoice(self.guarantor.id, "可由担保机构协同")
        await banking.require_guarantor(asked.id, choice, by=officer)
        rejected = await world.an_accepted_application(own, bank)
        await banking.reject(rejected.id, "不符合", by=self.actors["approver"])
        withdrawn = await world.a_request(own)
        await applying.withdraw(withdrawn.id, "不需要了", by=self.actors["clerk"])
        programme = await a_programme(self.actors["operator"])
        waiting = await a_policy_line(programme, own, bank, self.insurer)
        asked_for = PayoutRequestForm("XB-0001", 10 * world.WAN)
        await paying.request_payout(waiting.id, asked_for, by=officer)
        cases = {
            "underwrite": await an_approved_loan(programme, own, bank, self.insurer),
            "confirm": waiting,
            "pool": await world.a_request(own),
            "inbox": await world.a_targeted_request(own, bank),
            "review": await world.an_accepted_application(own, bank),
            "amend": amended,
            "guarantee": asked,
            "grant": await world.an_approved_application(own, bank),
            "disburse": await world.a_granted_application(own, bank),
            "completed": await world.a_completed_application(own, bank),
            "rejected": rejected,
            "withdrawn": withdrawn,
            "elsewhere": await world.a_granted_application(self.rival, self.other_bank),
        }
        self.cases = {name: str(row.id) for name, row in cases.items()}

    async def _others(self) -> None:
        self.product = str((await a_product(self.bank, "P-0001")).id)
        form = CertificationForm(
            name=self.newcomer.name,
            uscc=make_uscc(77),
            region="320571",
            industry="C",
            legal_representative="王小明",
            contact_name="李雷",
            contact_phone="13800000077",
        )
        await Party.filter(id=self.newcomer.id).update(may_enter_past=True)
        claim = await historical.submit(form, by=self.actors["newcomer"])
        self.certification = str(claim.id)
        while await sealing.seal() or await relay.follow(FOLLOWING):
            pass
        message = await Message.filter(party_id=self.enterprise.id).first()
        assert message is not None
        self.message = str(message.id)


def nobody() -> UUID:
    """An id that belongs to nothing here."""
    return world.nobody()
