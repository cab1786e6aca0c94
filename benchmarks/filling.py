"""Fills a PostgreSQL with as many cases as a city has: copies of one that a real act made."""

from orm import raw
from orm.lending import LoanApplication
from orm.parties import Party

_OWN = {
    "id": "gen_random_uuid()",
    "application_no": "'DK-COPY-' || n",
    "request_id": "NULL::uuid",
    "requested_fen": "1000000 * (10 + n % 990)",
    "region": "(ARRAY['320505','320506','320507','320508','320571','320581'])[1 + n % 6]",
    "industry": "(ARRAY['C','F','G','I','M','A'])[1 + n % 6]",
    "created_at": "created_at - n * interval '7 minutes'",
    "updated_at": "updated_at - n * interval '5 minutes'",
    "expected_on": "expected_on + (n % 40 - 10)::int",
    "state": "(ARRAY['to_review','to_accept','to_amend','to_grant','to_review','to_guarantee'])"
    "[1 + n % 6]",
    "bank_id": "CASE WHEN n % 6 = 1 AND n % 3 = 1 THEN NULL ELSE (?::uuid[])[1 + n % 10] END",
    "bank_name": "CASE WHEN n % 6 = 1 AND n % 3 = 1 THEN '' ELSE '第' || n % 10 || '银行' END",
    "accepted_at": "CASE WHEN n % 6 = 1 THEN NULL ELSE created_at END",
}


async def fill_cases(template: LoanApplication, banks: list[Party], count: int) -> None:
    """Copy an open request this many times, over ten banks, stages, districts and days.

    A sixth waits to be accepted, half of those in the pool.
    """
    columns = list(template._meta.db_fields)  # noqa: SLF001 -- Tortoise has no other
    values = ", ".join(_OWN.get(name, name) for name in columns)
    await raw.rows(
        f"INSERT INTO loan_application ({', '.join(columns)}) SELECT {values} "  # noqa: S608 -- names of columns
        "FROM loan_application, generate_series(1, ?) AS n WHERE id = ?",
        [bank.id for bank in banks],
        count,
        template.id,
    )
    await raw.rows("ANALYZE loan_application")
