from flask import Flask, jsonify, request

from vote.forms import NewPoll
from vote.models import Choice, Poll, db

app = Flask(__name__)
db.init_app(app)


@app.post("/polls")
def add():
    given = NewPoll().load(request.get_json())
    poll = Poll(title=given["title"])
    db.session.add(poll)
    db.session.flush()
    db.session.add(Choice(poll_id=poll.id, words=given["first"]))
    db.session.commit()
    return jsonify(id=poll.id), 201
