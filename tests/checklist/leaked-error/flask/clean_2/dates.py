from flask import Flask
from flask_restful import Api

from spans import Span

app = Flask(__name__)
Api(app).add_resource(Span, "/spans")
