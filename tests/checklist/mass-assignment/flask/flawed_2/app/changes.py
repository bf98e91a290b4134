def apply(row, values):
    for field, value in values.items():
        if hasattr(row, field):
            setattr(row, field, value)
    return row
