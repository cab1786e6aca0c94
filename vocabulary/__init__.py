"""The words: enums, money, identifiers, reference data. Imports nothing of ours."""
