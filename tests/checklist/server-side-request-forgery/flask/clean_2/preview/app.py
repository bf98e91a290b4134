from flask import Flask, request

from preview.fetch import head_of

app = Flask(__name__)


@app.route("/preview", methods=["POST"])
def preview():
    head = head_of(request.form["article"])
    return {"title": head.decode(errors="replace").partition("<title>")[2][:80]}
