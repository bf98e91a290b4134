from fastapi import Query


class Paging:
    def __init__(self, page: int = Query(1, ge=1), size: int = Query(20, ge=1, le=100)):
        self.page = page
        self.size = size

    def apply(self, query):
        return query.offset((self.page - 1) * self.size).limit(self.size)
