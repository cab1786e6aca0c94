"""Reads the tables in this folder, which others computed."""

import csv
import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def document(name: str) -> Any:
    return json.loads((HERE / name).read_text("utf-8"))
