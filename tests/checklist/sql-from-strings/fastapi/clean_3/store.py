from sqlalchemy import create_engine, text

engine = create_engine("sqlite:///pieces.db")


def page(query, listing):
    with engine.connect() as connection:
        rows = connection.execute(text(f"{query} {listing.order()} {listing.bound()}")).mappings().all()
    return [dict(row) for row in rows]
