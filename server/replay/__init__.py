"""Replays recorded loans over HTTP, as the parties themselves would have done it."""
