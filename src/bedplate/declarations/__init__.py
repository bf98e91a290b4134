"""Takes what a developer writes; gives one frozen Contract, and the row objects that code works with.

Never: reads a clock, the environment, a file or a socket; runs a policy at run time; keeps anything of an application on a class.
"""
