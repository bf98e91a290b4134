"""The peer: the helpdesk's hot routes as FastAPI, SQLAlchemy and aiosqlite's documentation recommends to write them."""
