"""Live loans: schedules, repayments, pauses, collections; claims, their payments and recoveries."""

import re

from tortoise import migrations
from tortoise.migrations import operations as ops
from tortoise.migrations.schema_editor.base import BaseSchemaEditor
import functools
from json import dumps, loads
from orm.fields import EncryptedText
from uuid import uuid4
from vocabulary.grades import Grade
from vocabulary.lending import DayCount, LoanKind, RepaymentMethod
from vocabulary.servicing import ClaimState, Contact, Payer, RowKind, ServicingState
from tortoise import fields

_CHECKS = {
    "loan": (
        "balance_fen = principal_fen - principal_repaid_fen"
        " AND balance_fen >= 0 AND principal_fen > 0"
    ),
    "instalment": (
        "principal_paid_fen <= principal_fen AND interest_paid_fen <= interest_fen"
        " AND penalty_paid_fen <= penalty_fen AND principal_paid_fen >= 0"
    ),
    "repayment": "amount_fen = penalty_fen + interest_fen + principal_fen AND amount_fen > 0",
    "claim": (
        "amount_fen > 0 AND amount_fen <= covered_fen AND agreed_fen <= amount_fen"
        " AND paid_fen <= agreed_fen AND recovered_fen + written_off_fen <= paid_fen"
    ),
    "claim_payment": "amount_fen > 0",
    "recovery": "amount_fen > 0",
}


async def guard(_apps: object, editor: BaseSchemaEditor) -> None:
    """What the database itself refuses, whoever asks."""
    postgres = editor.client.capabilities.dialect == "postgres"
    for table, check in _CHECKS.items():
        if postgres:
            await editor.client.execute_script(
                f"ALTER TABLE {table} ADD CONSTRAINT {table}_amounts_hold CHECK ({check})"
            )
            continue
        held = re.sub(r"[a-z_]+_fen", lambda found: f"NEW.{found[0]}", check)
        for event in ("INSERT", "UPDATE"):
            name = f"{table}_{event.lower()}_holds"
            await editor.client.execute_script(
                f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN NOT ({held}) "
                f"BEGIN SELECT RAISE(ABORT, '{name}: refused'); END"
            )


class Migration(migrations.Migration):
    dependencies = [('models', '0014_guarantee')]

    initial = False

    operations = [
        ops.AddField(
            'LoanApplication', 'renews_loan_id', fields.UUIDField(null=True, db_index=True)
        ),
        ops.CreateModel(
            name='Claim',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('flow', fields.CharField(max_length=40)),
                ('version', fields.SmallIntField()),
                ('expected_on', fields.DateField(null=True, db_index=True)),
                ('created_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('updated_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('claim_no', fields.CharField(unique=True, max_length=40)),
                ('state', fields.CharEnumField(db_index=True, description='TO_DECIDE: to_decide\nTO_PAY: to_pay\nRECOVERING: recovering\nDECLINED: declined\nRETRACTED: retracted\nSETTLED: settled\nWRITTEN_OFF: written_off', enum_type=ClaimState, max_length=20)),
                ('loan_id', fields.UUIDField(db_index=True)),
                ('loan_no', fields.CharField(max_length=40)),
                ('contract_no', fields.CharField(max_length=60)),
                ('enterprise_id', fields.UUIDField(db_index=True)),
                ('bank_id', fields.UUIDField(db_index=True)),
                ('insurer_id', fields.UUIDField(null=True, db_index=True)),
                ('guarantor_id', fields.UUIDField(null=True, db_index=True)),
                ('enterprise_name', fields.CharField(max_length=120)),
                ('bank_name', fields.CharField(max_length=120)),
                ('respondent_name', fields.CharField(max_length=120)),
                ('loss_fen', fields.BigIntField()),
                ('share_bp', fields.IntField()),
                ('covered_fen', fields.BigIntField()),
                ('amount_fen', fields.BigIntField()),
                ('reason', fields.CharField(max_length=500)),
                ('opinion', fields.CharField(default='', max_length=500)),
                ('agreed_fen', fields.BigIntField(default=0)),
                ('paid_fen', fields.BigIntField(default=0)),
                ('paid_on', fields.DateField(null=True)),
                ('paid_by_id', fields.UUIDField(null=True)),
                ('recovered_fen', fields.BigIntField(default=0)),
                ('written_off_fen', fields.BigIntField(default=0)),
                ('closed_on', fields.DateField(null=True)),
            ],
            options={'table': 'claim', 'app': 'models', 'pk_attr': 'id', 'table_description': "代偿: the bank's demand on one of those who stand for the borrower."},
            bases=['Row'],
        ),
        ops.CreateModel(
            name='ClaimPayment',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('claim_id', fields.UUIDField(db_index=True)),
                ('amount_fen', fields.BigIntField()),
                ('paid_on', fields.DateField(db_index=True)),
                ('reason', fields.CharField(max_length=500)),
                ('repayment_id', fields.UUIDField(unique=True)),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'claim_payment', 'app': 'models', 'pk_attr': 'id', 'table_description': '代偿登记: what the guarantor or insurer paid, when, and why.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Collection',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('loan_id', fields.UUIDField(db_index=True)),
                ('party_id', fields.UUIDField()),
                ('party_name', fields.CharField(max_length=120)),
                ('account_name', fields.CharField(max_length=60)),
                ('contact', fields.CharEnumField(description='BY_PHONE: by_phone\nBY_VISIT: by_visit\nBY_LETTER: by_letter\nBY_MESSAGE: by_message\nBY_COURT: by_court', enum_type=Contact, max_length=12)),
                ('collected_on', fields.DateField()),
                ('outcome', EncryptedText(description='grade 3', grade=Grade.PERSONAL)),
                ('promised_on', fields.DateField(null=True)),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'collection', 'app': 'models', 'pk_attr': 'id', 'table_description': '催收记录: how a borrower was reached, and what came of it. Both creditors read it.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Instalment',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('loan_id', fields.UUIDField(db_index=True)),
                ('version', fields.SmallIntField()),
                ('no', fields.SmallIntField()),
                ('kind', fields.CharEnumField(description='INSTALMENT: instalment\nPREPAYMENT: prepayment', enum_type=RowKind, max_length=12)),
                ('due_on', fields.DateField()),
                ('principal_fen', fields.BigIntField()),
                ('interest_fen', fields.BigIntField()),
                ('balance_fen', fields.BigIntField()),
                ('principal_paid_fen', fields.BigIntField(default=0)),
                ('interest_paid_fen', fields.BigIntField(default=0)),
                ('penalty_fen', fields.BigIntField(default=0)),
                ('penalty_paid_fen', fields.BigIntField(default=0)),
                ('penalty_on', fields.DateField(null=True)),
            ],
            options={'table': 'instalment', 'app': 'models', 'unique_together': (('loan_id', 'version', 'no'),), 'pk_attr': 'id', 'table_description': 'One line of one version of a schedule, with what has been paid of it.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Loan',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('flow', fields.CharField(max_length=40)),
                ('version', fields.SmallIntField()),
                ('expected_on', fields.DateField(null=True, db_index=True)),
                ('created_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('updated_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('loan_no', fields.CharField(unique=True, max_length=40)),
                ('state', fields.CharEnumField(db_index=True, description='CURRENT: current\nOVERDUE: overdue\nCLAIMED: claimed\nTO_WRITE_OFF: to_write_off\nSETTLED: settled\nWRITTEN_OFF: written_off\nARCHIVED: archived', enum_type=ServicingState, max_length=20)),
                ('kind', fields.CharEnumField(description='GENERAL: general\nGUARANTEE_FUND: guarantee_fund', enum_type=LoanKind, max_length=20)),
                ('disbursement_id', fields.UUIDField(unique=True)),
                ('application_id', fields.UUIDField(db_index=True)),
                ('application_no', fields.CharField(max_length=40)),
                ('contract_no', fields.CharField(max_length=60)),
                ('enterprise_id', fields.UUIDField(db_index=True)),
                ('bank_id', fields.UUIDField(db_index=True)),
                ('insurer_id', fields.UUIDField(null=True, db_index=True)),
                ('guarantor_id', fields.UUIDField(null=True, db_index=True)),
                ('enterprise_name', fields.CharField(max_length=120)),
                ('bank_name', fields.CharField(max_length=120)),
                ('region', fields.CharField(db_index=True, description='grade 1', max_length=6)),
                ('industry', fields.CharField(description='grade 1', max_length=1)),
                ('principal_fen', fields.BigIntField()),
                ('rate_bp', fields.IntField()),
                ('penalty_bp', fields.IntField()),
                ('grace_days', fields.SmallIntField()),
                ('method', fields.CharEnumField(description='EQUAL_INSTALMENT: equal_instalment\nEQUAL_PRINCIPAL: equal_principal\nINTEREST_FIRST: interest_first\nBULLET: bullet', enum_type=RepaymentMethod, max_length=20)),
                ('day_count', fields.CharEnumField(description='THIRTY_360: 30/360\nACTUAL_360: actual/360\nACTUAL_365: actual/365', enum_type=DayCount, max_length=20)),
                ('drawn_on', fields.DateField(db_index=True)),
                ('first_due_on', fields.DateField()),
                ('final_due_on', fields.DateField()),
                ('shares', fields.JSONField(default=list, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('historical', fields.BooleanField(default=False)),
                ('schedule_version', fields.SmallIntField(default=1)),
                ('balance_fen', fields.BigIntField(db_index=True)),
                ('principal_repaid_fen', fields.BigIntField(default=0)),
                ('interest_repaid_fen', fields.BigIntField(default=0)),
                ('penalty_repaid_fen', fields.BigIntField(default=0)),
                ('next_due_on', fields.DateField(null=True, db_index=True)),
                ('next_due_fen', fields.BigIntField(default=0)),
                ('counts_from', fields.DateField(null=True, db_index=True)),
                ('frozen_days', fields.IntField(null=True)),
                ('paused_until', fields.DateField(null=True)),
                ('last_paid_on', fields.DateField(null=True)),
                ('proposed_by_id', fields.UUIDField(null=True)),
                ('claims_paid_fen', fields.BigIntField(default=0)),
                ('written_off_fen', fields.BigIntField(default=0)),
                ('settled_on', fields.DateField(null=True)),
            ],
            options={'table': 'loan', 'app': 'models', 'pk_attr': 'id', 'table_description': "Money that was paid out and comes back. Its seats are the application's, as they then were."},
            bases=['Row'],
        ),
        ops.CreateModel(
            name='OverduePause',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('loan_id', fields.UUIDField(db_index=True)),
                ('since', fields.DateField()),
                ('until', fields.DateField()),
                ('reason', fields.CharField(max_length=500)),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'overdue_pause', 'app': 'models', 'pk_attr': 'id', 'table_description': 'Days that do not count as overdue, from and to.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Recovery',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('claim_id', fields.UUIDField(db_index=True)),
                ('amount_fen', fields.BigIntField()),
                ('recovered_on', fields.DateField(db_index=True)),
                ('note', fields.CharField(default='', max_length=500)),
                ('parts', fields.JSONField(default=list, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'recovery', 'app': 'models', 'pk_attr': 'id', 'table_description': '追偿: a sum recovered from the borrower afterwards: `parts` say whose loss it makes good.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Repayment',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('repayment_no', fields.CharField(unique=True, max_length=40)),
                ('loan_id', fields.UUIDField(db_index=True)),
                ('loan_no', fields.CharField(max_length=40)),
                ('contract_no', fields.CharField(max_length=60)),
                ('enterprise_id', fields.UUIDField(db_index=True)),
                ('enterprise_name', fields.CharField(max_length=120)),
                ('bank_id', fields.UUIDField(db_index=True)),
                ('bank_name', fields.CharField(max_length=120)),
                ('insurer_id', fields.UUIDField(null=True, db_index=True)),
                ('guarantor_id', fields.UUIDField(null=True, db_index=True)),
                ('payer', fields.CharEnumField(description='BORROWER: borrower\nGUARANTOR: guarantor\nINSURER: insurer', enum_type=Payer, max_length=12)),
                ('paid_on', fields.DateField(db_index=True)),
                ('amount_fen', fields.BigIntField()),
                ('penalty_fen', fields.BigIntField()),
                ('interest_fen', fields.BigIntField()),
                ('principal_fen', fields.BigIntField()),
                ('balance_fen', fields.BigIntField()),
                ('parts', fields.JSONField(default=list, encoder=functools.partial(dumps, separators=(',', ':')), decoder=loads)),
                ('claim_id', fields.UUIDField(null=True)),
                ('account_id', fields.UUIDField()),
                ('at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'repayment', 'app': 'models', 'pk_attr': 'id', 'table_description': 'One sum that came in, and what it went to: `parts` names the instalments.'},
            bases=['Model'],
        ),
        ops.RunPython(guard, ops.RunPython.noop),
    ]
