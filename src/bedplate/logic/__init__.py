"""What is done: built-in verbs, actions and endpoints decide, storage applies; events are delivered afterwards.

Enter by `perform.prepare_perform` (a `Grant` becomes an `Outcome`) and `events.Worker`. Code of the application runs here and nowhere
else, never inside a transaction. May import storage and everything below it; knows nothing of HTTP, tokens or validation.
"""
