"""Deadlines in force, the second person, disputed ratings, what a score was made of."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from orm.fields import EncryptedText
from uuid import uuid4
from vocabulary.deadlines import DeadlineSign
from vocabulary.grades import Grade
from vocabulary.proposals import ProposalState
from vocabulary.ratings import DisputeState
from tortoise import fields
from tortoise.indexes import Index

class Migration(migrations.Migration):
    dependencies = [('models', '0015_live_loans')]

    operations = [
        ops.CreateModel(
            name='AmountLimit',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('institution_id', fields.UUIDField()),
                ('code', fields.CharField(max_length=80)),
                ('amount_fen', fields.BigIntField()),
                ('reason', fields.CharField(max_length=500)),
                ('set_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('set_by', fields.CharField(max_length=60)),
            ],
            options={'table': 'amount_limit', 'app': 'models', 'unique_together': (('institution_id', 'code'),), 'pk_attr': 'id', 'table_description': 'Above which amount a step of one institution needs a second person.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='DeadlineMark',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('subject_kind', fields.CharField(max_length=40)),
                ('subject_id', fields.UUIDField()),
                ('subject_no', fields.CharField(max_length=40)),
                ('since', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('sign', fields.CharEnumField(description='APPROACHING: approaching\nMISSED: missed', enum_type=DeadlineSign, max_length=20)),
                ('state', fields.CharField(max_length=40)),
                ('party_id', fields.UUIDField(null=True)),
                ('expected_on', fields.DateField()),
                ('at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'deadline_mark', 'app': 'models', 'unique_together': (('subject_id', 'since', 'sign'),), 'indexes': [Index(fields=['party_id', 'at'])], 'pk_attr': 'id', 'table_description': 'That a case came near its deadline, or missed it: once for each stay in a state.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='MatchExposure',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('institution_id', fields.UUIDField()),
                ('day', fields.DateField(db_index=True)),
                ('shown', fields.IntField()),
                ('at_top', fields.IntField()),
            ],
            options={'table': 'match_exposure', 'app': 'models', 'unique_together': (('institution_id', 'day'),), 'pk_attr': 'id', 'table_description': "One institution's products on one day: how often shown among the matches, how often first."},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='Proposal',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('flow', fields.CharField(max_length=40)),
                ('version', fields.SmallIntField()),
                ('expected_on', fields.DateField(null=True, db_index=True)),
                ('created_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('updated_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('proposal_no', fields.CharField(unique=True, max_length=40)),
                ('state', fields.CharEnumField(db_index=True, description='PROPOSED: proposed\nCONFIRMED: confirmed\nDECLINED: declined\nTAKEN_BACK: taken_back\nLAPSED: lapsed', enum_type=ProposalState, max_length=20)),
                ('party_id', fields.UUIDField(db_index=True)),
                ('party_name', fields.CharField(max_length=120)),
                ('about_kind', fields.CharField(max_length=40)),
                ('about_id', fields.UUIDField(db_index=True)),
                ('about_no', fields.CharField(max_length=40)),
                ('code', fields.CharField(max_length=80)),
                ('says', fields.CharField(max_length=40)),
                ('open_as', fields.CharField(null=True, unique=True, max_length=120)),
                ('amount_fen', fields.BigIntField()),
                ('limit_fen', fields.BigIntField()),
                ('terms', EncryptedText(null=True, description='grade 3', grade=Grade.PERSONAL)),
                ('reason', fields.CharField(default='', max_length=500)),
                ('made_by_id', fields.UUIDField()),
                ('made_by_name', fields.CharField(max_length=60)),
                ('decided_by_id', fields.UUIDField(null=True)),
                ('decided_by_name', fields.CharField(default='', max_length=60)),
                ('decided_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('answer', fields.CharField(default='', max_length=500)),
            ],
            options={'table': 'proposal', 'app': 'models', 'pk_attr': 'id', 'table_description': 'What one person wants done to a row, until another confirms it.'},
            bases=['Row'],
        ),
        ops.CreateModel(
            name='RatingDispute',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('flow', fields.CharField(max_length=40)),
                ('version', fields.SmallIntField()),
                ('expected_on', fields.DateField(null=True, db_index=True)),
                ('created_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('updated_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('dispute_no', fields.CharField(unique=True, max_length=40)),
                ('state', fields.CharEnumField(db_index=True, description='TO_DECIDE: to_decide\nUPHELD: upheld\nDISMISSED: dismissed\nDROPPED: dropped', enum_type=DisputeState, max_length=20)),
                ('rating_id', fields.UUIDField(unique=True)),
                ('application_id', fields.UUIDField(db_index=True)),
                ('application_no', fields.CharField(max_length=40)),
                ('institution_id', fields.UUIDField(db_index=True)),
                ('institution_name', fields.CharField(max_length=120)),
                ('reason', fields.CharField(max_length=500)),
                ('answer', fields.CharField(default='', max_length=500)),
                ('decided_by_name', fields.CharField(default='', max_length=60)),
                ('decided_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'rating_dispute', 'app': 'models', 'pk_attr': 'id', 'table_description': 'Why an institution thinks a rating should not count, and what the operator decided.'},
            bases=['Row'],
        ),
        ops.CreateModel(
            name='StateLimit',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('subject', fields.CharField(max_length=40)),
                ('flow', fields.CharField(max_length=40)),
                ('state', fields.CharField(max_length=40)),
                ('workdays', fields.SmallIntField()),
                ('effective_on', fields.DateField()),
                ('reason', fields.CharField(max_length=500)),
                ('set_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('set_by', fields.CharField(max_length=60)),
            ],
            options={'table': 'state_limit', 'app': 'models', 'indexes': [Index(fields=['subject', 'flow', 'state'])], 'pk_attr': 'id', 'table_description': '环节时限 from a day on, instead of what the flow declares. Rows are only added.'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='LoanApplication',
            name='score_codes',
            field=fields.JSONField(null=True),
        ),
        ops.AddField(
            model_name='LoanApplication',
            name='score_inputs',
            field=fields.JSONField(null=True),
        ),
        ops.AddField(
            model_name='LoanApplication',
            name='score_version',
            field=fields.CharField(default='', db_default='', max_length=40),
        ),
        ops.AddIndex(
            model_name='LoanApplication',
            index=Index(fields=['bank_id', 'state', 'created_at']),
        ),
        ops.AddIndex(
            model_name='LoanApplication',
            index=Index(fields=['bank_id', 'expected_on']),
        ),
        ops.AddIndex(
            model_name='LoanApplication',
            index=Index(fields=['state', 'expected_on']),
        ),
        ops.AddField(
            model_name='Rating',
            name='struck_at',
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        ops.RunSQL(
            "CREATE INDEX loan_application_pool ON loan_application (created_at DESC, id DESC) "
            "WHERE state = 'to_accept' AND bank_id IS NULL AND aim = 'open'",
            "DROP INDEX loan_application_pool",
        ),
    ]
