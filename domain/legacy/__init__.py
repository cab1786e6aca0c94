"""The old system's demands: loaded from what it handed over, searched, never changed here."""
