from flask import Blueprint
from flask.views import MethodView

from ledger.rows import Account, Entry, Open

bp = Blueprint("ledger", __name__)


class Latest(MethodView):
    def get(self):
        with Open() as db:
            entries = db.query(Entry).order_by(Entry.id.desc()).limit(30).all()
            return {"entries": [self._told(db, entry) for entry in entries]}

    def _told(self, db, entry):
        account = db.query(Account).filter(Account.id == entry.account).one()
        return {"cents": entry.cents, "account": account.label}


bp.add_url_rule("/latest", view_func=Latest.as_view("latest"))
