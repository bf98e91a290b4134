"""Reads foreign source code and finds flaws of the checklist in it.

Takes: a folder of Python source. Gives: routes as mounted, and findings. Never: imports or runs what it reads.
"""
