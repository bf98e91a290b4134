"""Who is calling, and may they do this.

Takes a `Request` and gives an `Actor`; takes a `Call` and an `Actor` and gives a `Grant`. Composes all rules once, at boot, into one
`Access` per kind of caller. Never reads rows to decide what a rule decides: that predicate goes into the statement.
"""
