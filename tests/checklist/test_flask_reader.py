"""Ways in which Flask applications mount and guard their routes, each of which once hid routes or raised a false alarm."""
from __future__ import annotations

from pathlib import Path

from bedplate.checklist.report import Report
from bedplate.checklist.review.run import picture_of, review


def names(folder: Path) -> set[str]:
    return {route.name for route in picture_of(folder)[1].routes}


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    return folder


def reviewed(folder: Path, **files: str) -> Report:
    return review(write(folder, **files))


def test_a_function_that_adds_rules_is_followed_for_each_call(tmp_path: Path) -> None:
    """`register(blueprint, routes=[…], view_func=…)` of the program's own adds one route for each path, as mounted."""
    write(tmp_path, mounting="def register(target, routes, view_func, **options):\n    for route in routes:\n        target.add_url_rule(route, view_func=view_func, **options)\n",
          app="from flask import Blueprint, Flask\nfrom flask.views import MethodView\nfrom mounting import register\n\nbp = Blueprint('b', __name__, url_prefix='/b')\n\n\n"
              "class Things(MethodView):\n    def get(self):\n        return {}\n\n    def post(self):\n        return {}\n\n\n"
              "register(bp, routes=['/things', '/all'], view_func=Things.as_view('things'))\napp = Flask(__name__)\napp.register_blueprint(bp)\n")  # fmt: skip
    assert names(tmp_path) == {"GET /b/things", "POST /b/things", "GET /b/all", "POST /b/all"}


def test_resources_may_stand_in_a_list(tmp_path: Path) -> None:
    """`for entry in ROUTES: api.add_resource(*entry)` adds every entry."""
    write(tmp_path, resources="from flask_restful import Resource\n\n\nclass One(Resource):\n    def get(self):\n        return {}\n\n\n"
                              "class Two(Resource):\n    def delete(self):\n        return {}\n\n\nROUTES = [(One, '/one'), (Two, '/two')]\n",
          app="from flask import Flask\nfrom flask_restful import Api\nfrom resources import ROUTES\n\napp = Flask(__name__)\napi = Api(app)\n"
              "for entry in ROUTES:\n    api.add_resource(*entry)\n")  # fmt: skip
    assert names(tmp_path) == {"GET /one", "DELETE /two"}


def test_an_application_is_followed_into_functions(tmp_path: Path) -> None:
    """A factory hands its application to a function of another file, which registers blueprints on it."""
    write(tmp_path, parts="from flask import Blueprint\n\nbp = Blueprint('b', __name__)\n\n\n@bp.get('/x')\ndef x():\n    return {}\n\n\n"
                          "def install(target):\n    target.register_blueprint(bp, url_prefix='/api')\n",
          app="from flask import Flask\nfrom parts import install\n\n\ndef create_app():\n    app = Flask(__name__)\n    install(app)\n    return app\n")  # fmt: skip
    assert names(tmp_path) == {"GET /api/x"}


def test_two_factories_mount_a_route_once(tmp_path: Path) -> None:
    """The same blueprint at the same place of two applications is one route."""
    write(tmp_path, app="from flask import Blueprint, Flask\n\nbp = Blueprint('b', __name__)\n\n\n@bp.get('/x')\ndef x():\n    return {}\n\n\n"
                        "def create():\n    app = Flask('a')\n    app.register_blueprint(bp)\n    return app\n\n\n"
                        "def create_other():\n    app = Flask('b')\n    app.register_blueprint(bp)\n    return app\n")  # fmt: skip
    assert [route.name for route in picture_of(tmp_path)[1].routes] == ["GET /x"]


GUARDED = """\
from flask import Flask, abort
from flask_login import current_user, login_required
from flask_sqlalchemy import SQLAlchemy
{imports}
app = Flask(__name__)
db = SQLAlchemy(app)


class Page(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    writer_id = db.Column(db.Integer)


@app.get("/pages/<int:page_id>")
@login_required
def show(page_id):
    page = db.get_or_404(Page, page_id)
    if page.writer_id != current_user.id:
        abort(404)
    return {{"id": page.id}}


@app.delete("/pages/<int:page_id>")
@login_required
{guard}
def drop(page_id):
    db.session.delete(db.get_or_404(Page, page_id))
    db.session.commit()
    return "", 204
"""


def test_a_guard_that_cannot_be_followed_makes_a_doubt(tmp_path: Path) -> None:
    """A decorator of an unknown library may ask for the owner: the route is unresolved and no finding; without it, it is found."""
    plain = reviewed(tmp_path, app=GUARDED.format(imports="", guard=""))
    assert {finding.item for finding in plain.findings} == {"ownership-missing-write"}
    guarded = reviewed(tmp_path, app=GUARDED.format(imports="from somewhere import owns\n", guard="@owns(Page)"))
    assert guarded.findings == ()
    assert [(gap.route, gap.reason) for gap in guarded.unresolved] == [("DELETE /pages/<int:page_id>", "somewhere.owns could not be followed")]


def test_what_a_wrapper_hands_on_is_told_where_it_arises(tmp_path: Path) -> None:
    """An exception's text that leaves through a wrapper is one finding, at the handler's own return."""
    report = reviewed(tmp_path, wrap="from functools import wraps\n\n\ndef timed(view):\n    @wraps(view)\n    def inner(*args):\n        return view(*args)\n\n    return inner\n",
                      app="from flask import Flask\nfrom wrap import timed\n\napp = Flask(__name__)\n\n\n@app.get('/x')\n@timed\ndef x():\n    try:\n        return work()\n"
                          "    except Exception as fault:\n        return str(fault), 500\n")  # fmt: skip
    assert [(finding.item, str(finding.place)) for finding in report.findings] == [("leaked-error", "app.py:13:9")]


def test_a_number_about_an_exception_is_no_leak(tmp_path: Path) -> None:
    """Its status, its type's name or a comparison says nothing of its text."""
    report = reviewed(tmp_path, app="from flask import Flask, jsonify\n\napp = Flask(__name__)\n\n\n@app.errorhandler(Exception)\ndef failed(error):\n"
                                    "    return jsonify(kind=type(error).__name__, busy=error.errno == 11), getattr(error, 'code', 500)\n\n\n"
                                    "@app.get('/x')\ndef x():\n    return {}\n")  # fmt: skip
    assert report.findings == ()
