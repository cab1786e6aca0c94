"""Let the database itself refuse changed journals and overdrawn lines."""

from tortoise import migrations
from tortoise.migrations import operations as ops

from orm.guards import install


class Migration(migrations.Migration):
    dependencies = [("models", "0001_initial")]
    operations = [ops.RunPython(install, ops.RunPython.noop)]
