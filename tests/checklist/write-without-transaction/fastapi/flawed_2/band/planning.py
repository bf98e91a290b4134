from band.rows import Concert, Seat


class Planner:
    def __init__(self, db):
        self.db = db

    def concert(self, town: str) -> Concert:
        concert = Concert(town=town)
        self._keep(concert)
        return concert

    def seat(self, concert: Concert, row: int) -> None:
        self._keep(Seat(concert_id=concert.id, row=row))

    def _keep(self, row) -> None:
        self.db.add(row)
        self.db.commit()
