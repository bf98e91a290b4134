"""The door: bytes in, bytes out.

Takes a connection, gives a `Request`; takes an `Outcome` or a `Refusal`, gives a `Response`. Never looks at data or rules, never
opens a database. The only room that knows a protocol.
"""
