"""Migrations, Tortoise's own; run by `python -m server.migrate` before serving."""
