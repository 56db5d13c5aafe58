"""What two readings of the same tables may not disagree on."""


def silent_mistakes(before, after):
    """Cells that say now, and say for sure, what the page did not say before."""
    known = {cell.key: cell for cell in before.cells}
    for cell in after.cells:
        old = known.get(cell.key)
        if old is None:
            continue
        if cell.value is None:
            wrong = cell.state == "blank" and old.value is not None
        elif old.value is None:
            wrong = old.state in ("blank", "nil_mark") and (cell.value or cell.state == "reported")
        else:
            wrong = cell.value != old.value
        if wrong:
            yield f"{cell.key}: {old.value} -> {cell.state} {cell.value} ({cell.raw}, {cell.locus})"
