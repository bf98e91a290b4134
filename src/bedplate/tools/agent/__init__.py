"""The backend engineer for people who work with agents: what a request is about, what answers it, and what other agents are told.

Takes: words of a person, a folder of source. Gives: a routing decision with its reasons, reports of the deterministic tools, files for
the agents of others. Never: a model, a network call, a change outside its own files and tags.
"""
