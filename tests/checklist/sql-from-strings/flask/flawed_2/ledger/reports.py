from flask import jsonify
from flask.views import View
from sqlalchemy import text

from ledger import db
from ledger.filters import Filters


class ReportView(View):
    methods = ["GET"]

    def dispatch_request(self):
        filters = Filters()
        statement = "SELECT booked_at, cents FROM bookings WHERE {} ORDER BY {} LIMIT 500".format(filters.period(), filters.order())
        rows = db.session.execute(text(statement), filters.values)
        return jsonify([list(row) for row in rows])
