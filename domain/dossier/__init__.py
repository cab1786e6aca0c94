"""业务档案: everything about one loan as one file, for the shelf or the court."""
