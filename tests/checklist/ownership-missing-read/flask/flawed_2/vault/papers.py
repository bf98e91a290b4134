from flask import Blueprint, Response, abort, g, render_template, request

from vault.auth import login_required
from vault.db import get_db

bp = Blueprint("papers", __name__)


@bp.route("/")
@login_required
def index():
    papers = get_db().execute(
        "SELECT id, title FROM paper WHERE owner_id = ? ORDER BY created DESC LIMIT 50", (g.user["id"],)
    ).fetchall()
    return render_template("papers/index.html", papers=papers)


@bp.route("/upload", methods=("POST",))
@login_required
def upload():
    title = request.form["title"]
    if not title or len(title) > 100:
        abort(400)
    db = get_db()
    db.execute(
        "INSERT INTO paper (title, content, owner_id) VALUES (?, ?, ?)",
        (title, request.files["content"].read(), g.user["id"]),
    )
    db.commit()
    return "", 201


@bp.route("/<int:id>/content")
@login_required
def content(id):
    paper = get_db().execute("SELECT content FROM paper WHERE id = ?", (id,)).fetchone()
    if paper is None:
        abort(404)
    return Response(paper["content"], mimetype="application/octet-stream")
