from flask import Flask

from handlers import install
from prices import prices

app = Flask(__name__)
install(app)
app.register_blueprint(prices)
