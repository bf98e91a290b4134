"""The kinds of values: one file per kind, `of.py` makes one from an annotation, `type.py` says what each can be asked."""
