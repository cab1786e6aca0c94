"""Products come to the shelf by a review, version by version; enterprises ask about them."""

from tortoise import migrations
from tortoise.migrations import operations as ops
from uuid import uuid4
from vocabulary.catalogue import EnquiryState, FindingKind, OfferMode, ProductKind, ProductState
from tortoise import fields
from orm.shelving import shelve_existing

class Migration(migrations.Migration):
    dependencies = [('models', '0011_face_consent')]

    operations = [
        ops.CreateModel(
            name='EnquiryMessage',
            fields=[
                ('id', fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ('enquiry_id', fields.UUIDField(db_index=True)),
                ('party_id', fields.UUIDField()),
                ('party_name', fields.CharField(max_length=120)),
                ('account_name', fields.CharField(max_length=60)),
                ('body', fields.CharField(max_length=1000)),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'enquiry_message', 'app': 'models', 'pk_attr': 'id', 'table_description': 'What one of the two wrote.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ProductBrochure',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('institution_id', fields.UUIDField(db_index=True)),
                ('name', fields.CharField(description='grade 1', max_length=120)),
                ('size_bytes', fields.IntField()),
                ('sha256', fields.CharField(db_index=True, max_length=64)),
                ('account_id', fields.UUIDField()),
                ('at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'product_brochure', 'app': 'models', 'pk_attr': 'id', 'table_description': '产品介绍文件. Its bytes lie in the object store, under their SHA-256.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ProductEnquiry',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('flow', fields.CharField(max_length=40)),
                ('version', fields.SmallIntField()),
                ('expected_on', fields.DateField(null=True, db_index=True)),
                ('created_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('updated_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('enquiry_no', fields.CharField(unique=True, max_length=40)),
                ('state', fields.CharEnumField(db_index=True, enum_type=EnquiryState, max_length=20)),
                ('product_id', fields.UUIDField(db_index=True)),
                ('product_name', fields.CharField(description='grade 1', max_length=60)),
                ('product_kind', fields.CharEnumField(description='grade 1', enum_type=ProductKind, max_length=30)),
                ('version_no', fields.SmallIntField(description='grade 1')),
                ('institution_id', fields.UUIDField(db_index=True)),
                ('institution_name', fields.CharField(max_length=120)),
                ('enterprise_id', fields.UUIDField(db_index=True)),
                ('enterprise_name', fields.CharField(max_length=120)),
                ('region', fields.CharField(description='grade 1', max_length=6)),
                ('amount_fen', fields.BigIntField(null=True)),
                ('term_months', fields.SmallIntField(null=True)),
            ],
            options={'table': 'product_enquiry', 'app': 'models', 'pk_attr': 'id', 'table_description': 'An enterprise asks an institution about one product, and the two write to each other.'},
            bases=['Row'],
        ),
        ops.CreateModel(
            name='ProductListing',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('flow', fields.CharField(max_length=40)),
                ('version', fields.SmallIntField()),
                ('expected_on', fields.DateField(null=True, db_index=True)),
                ('created_at', fields.DatetimeField(db_index=True, auto_now=False, auto_now_add=False)),
                ('updated_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('product_no', fields.CharField(unique=True, description='grade 1', max_length=40)),
                ('state', fields.CharEnumField(db_index=True, enum_type=ProductState, max_length=20)),
                ('institution_id', fields.UUIDField(db_index=True)),
                ('institution_name', fields.CharField(max_length=120)),
                ('kind', fields.CharEnumField(enum_type=ProductKind, max_length=30)),
                ('name', fields.CharField(max_length=60)),
                ('version_no', fields.SmallIntField(default=0)),
                ('pending_no', fields.SmallIntField(default=0)),
                ('reason', fields.CharField(default='', max_length=500)),
                ('submitted_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'product_listing', 'app': 'models', 'pk_attr': 'id', 'table_description': "A product from its draft to its removal, under one id with the shelf."},
            bases=['Row'],
        ),
        ops.CreateModel(
            name='ProductVersion',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('product_id', fields.UUIDField(db_index=True)),
                ('version_no', fields.SmallIntField()),
                ('terms', fields.JSONField()),
                ('marks', fields.JSONField(default=list)),
                ('reason', fields.CharField(default='', max_length=500)),
                ('written_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('submitted_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('decided_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('listed_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ('off_at', fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'product_version', 'app': 'models', 'unique_together': (('product_id', 'version_no'),), 'pk_attr': 'id', 'table_description': 'One version of a product, word for word: what a case applied under stays readable.'},
            bases=['Model'],
        ),
        ops.CreateModel(
            name='ShelfFinding',
            fields=[
                ('id', fields.UUIDField(primary_key=True, default=uuid4, unique=True, db_index=True)),
                ('product_id', fields.UUIDField(db_index=True)),
                ('kind', fields.CharEnumField(enum_type=FindingKind, max_length=20)),
                ('sentence', fields.CharField(max_length=300)),
                ('found_at', fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ('cleared_at', fields.DatetimeField(null=True, db_index=True, auto_now=False, auto_now_add=False)),
            ],
            options={'table': 'shelf_finding', 'app': 'models', 'pk_attr': 'id', 'table_description': 'Something wrong with a product on the shelf, since when, and until when.'},
            bases=['Model'],
        ),
        ops.AddField(
            model_name='LoanApplication',
            name='product_version_no',
            field=fields.SmallIntField(null=True),
        ),
        ops.AddField(
            model_name='Product',
            name='brochure_id',
            field=fields.UUIDField(null=True),
        ),
        ops.AddField(
            model_name='Product',
            name='coverage',
            field=fields.CharField(default='', description='grade 1', db_default='', max_length=500),
        ),
        ops.AddField(
            model_name='Product',
            name='eligible_kinds',
            field=fields.JSONField(null=True),
        ),
        ops.AddField(
            model_name='Product',
            name='figures_on',
            field=fields.DateField(null=True, description='grade 1'),
        ),
        ops.AddField(
            model_name='Product',
            name='introduction',
            field=fields.CharField(default='', description='grade 1', db_default='', max_length=500),
        ),
        ops.AddField(
            model_name='Product',
            name='limit_rule',
            field=fields.JSONField(null=True),
        ),
        ops.AddField(
            model_name='Product',
            name='offer_mode',
            field=fields.CharEnumField(null=True, description='grade 1', enum_type=OfferMode, max_length=20),
        ),
        ops.AddField(
            model_name='Product',
            name='valid_until',
            field=fields.DateField(null=True, description='grade 1'),
        ),
        ops.AddField(
            model_name='Product',
            name='version_no',
            field=fields.SmallIntField(default=1, description='grade 1', db_default=1),
        ),
        ops.RunPython(shelve_existing, ops.RunPython.noop),
    ]
