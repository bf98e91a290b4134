import os

from flask import Flask

from service.reports import ReportView, ReportsView
from service.tables import database

app = Flask(__name__)
app.config["TOKEN_KEY"] = os.environ["TOKEN_KEY"]


@app.before_request
def open_connection():
    database.connect(reuse_if_open=True)


app.add_url_rule("/reports/", view_func=ReportsView.as_view("reports"))
app.add_url_rule("/reports/<uuid:report_id>", view_func=ReportView.as_view("report"))
