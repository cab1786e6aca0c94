"""How sensitive a column is; the grade decides encryption, masking and logging (design 2.9.14)."""

from enum import IntEnum


class Grade(IntEnum):
    """数据分级. Grade 3 and above is encrypted in the database; grade 4 never leaves it."""

    PUBLIC = 1  # may stand on a wall
    INTERNAL = 2  # for the parties of the row and the operator
    PERSONAL = 3  # personal and credit data (C2): masked unless a right says otherwise
    SECRET = 4  # passwords, tokens, biometrics (C3): never in a view, never in a log


ENCRYPTED_FROM = Grade.PERSONAL
