"""How changes become rows: one writer, many changes in one transaction, few statements."""
