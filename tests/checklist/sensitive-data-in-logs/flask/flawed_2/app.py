import logging

from flask import Flask

from audit import record
from jobs import jobs

logging.basicConfig(level=logging.INFO)
app = Flask(__name__)
app.before_request(record)
app.register_blueprint(jobs)
