"""One list of flaws, as data, and what holds it.

Takes: items (data), foreign source code. Gives: findings, in one shape. Never: imports or runs what it reviews.
"""
