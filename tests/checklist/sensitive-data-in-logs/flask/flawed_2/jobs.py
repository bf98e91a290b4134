from flask import Blueprint, jsonify

jobs = Blueprint("jobs", __name__)


@jobs.get("/jobs")
def count():
    return jsonify(waiting=0)
