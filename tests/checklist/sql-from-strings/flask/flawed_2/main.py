import os

from flask import Flask

from ledger import db
from ledger.reports import ReportView

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = os.environ["LEDGER"]
db.init_app(app)
app.add_url_rule("/report", view_func=ReportView.as_view("report"))
