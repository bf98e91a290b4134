"""Cures as changes of the reviewed files: one unified diff that `git apply` takes. Needs the extra `patch` (LibCST), imported only here.

Only what can be cured at one place without a decision is cured; everything else keeps its words. Nothing is written.
"""
