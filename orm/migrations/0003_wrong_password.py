"""Count wrong passwords beside the accounts, alike for names that have none."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("models", "0002_guards")]
    operations = [
        ops.CreateModel(
            name="WrongPassword",
            fields=[
                (
                    "who",
                    fields.CharField(primary_key=True, description="grade 2", max_length=64),
                ),
                ("tries", fields.SmallIntField()),
                ("since", fields.DatetimeField(db_index=True)),
                ("locked_until", fields.DatetimeField(null=True)),
            ],
            options={
                "table": "wrong_password",
                "app": "models",
                "pk_attr": "who",
                "table_description": "Wrong passwords in a row for one account, "
                "or for a name that no account has.",
            },
            bases=["Model"],
        ),
        ops.RemoveField(model_name="Account", name="failures"),
        ops.RemoveField(model_name="Account", name="locked_until"),
    ]
