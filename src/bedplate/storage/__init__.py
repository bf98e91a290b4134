"""Statements and files.

Takes a `Selection` with an `Access` and gives JSON text that the database made; takes a `ChangeSet` and applies it in one short
transaction. Never runs code of the application, never builds SQL from what a caller sent.
"""
