from flask import request


class Filters:
    def __init__(self):
        self.parts = []
        self.values = {}

    def period(self):
        self.values["since"] = request.args.get("since", type=int, default=0)
        return "booked_at >= :since"

    def order(self):
        return request.args.get("sort") or "booked_at"
