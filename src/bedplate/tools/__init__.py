"""The command line: clients of the composed application, never a second door.

Takes arguments, gives text, JSON and exit codes. Never decides what a caller may do, never writes past the change sets of storage.
"""
