from flask import Flask

import orders

app = Flask(__name__)
app.register_blueprint(orders.bp)
