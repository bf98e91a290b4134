"""The helpdesk for Litestar and SQLAlchemy: the tables, cursors and settings of the FastAPI one, everything else as Litestar has it."""
