from flask import Flask

import albums
from people import open_store, who

app = Flask(__name__)
app.before_request(open_store)
app.before_request(who)
app.add_url_rule("/albums/<int:album>/photos/<int:photo>", "photo", albums.photo)
app.add_url_rule("/albums/<int:album>/photos", "photos", albums.photos)
