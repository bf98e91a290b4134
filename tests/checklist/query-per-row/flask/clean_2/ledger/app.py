from flask import Flask

from ledger.rows import Account, Entry, Open

app = Flask(__name__)


@app.get("/latest")
def latest():
    with Open() as db:
        rows = db.query(Entry, Account).join(Account, Account.id == Entry.account).order_by(Entry.id.desc()).limit(30).all()
        return {"entries": [{"cents": entry.cents, "account": account.label} for entry, account in rows]}


@app.get("/accounts/<int:number>")
def account(number):
    with Open() as db:
        found = db.query(Account).filter(Account.id == number).one()
        return {"label": found.label}
