from flask import Flask

from convert import Conversion

app = Flask(__name__)
app.add_url_rule("/conversions", view_func=Conversion.as_view("conversions"))
