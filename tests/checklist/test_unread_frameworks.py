"""A framework whose routes nothing reads is never passed silently: the report says that every item is unsupported in it."""
from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bedplate.checklist.items import load
from bedplate.checklist.review.frameworks import READ, UNREAD
from bedplate.checklist.review.rules.registry import RULES
from bedplate.tools.review import review

APPLICATIONS = {
    "blacksheep": "from blacksheep import Application, get\n\napp = Application()\n\n\n@get('/notes')\nasync def notes():\n    return []\n",
    "bottle": "from bottle import route, run\n\n\n@route('/notes')\ndef notes():\n    return {}\n\n\nrun()\n",
    "cherrypy": "import cherrypy\n\n\nclass Notes:\n    @cherrypy.expose\n    def index(self):\n        return ''\n\n\ncherrypy.quickstart(Notes())\n",
    "connexion": "import connexion\n\napp = connexion.FlaskApp(__name__)\napp.add_api('notes.yaml')\n",
    "falcon": "import falcon.asgi\n\n\nclass Notes:\n    async def on_get(self, req, resp):\n        resp.media = []\n\n\napp = falcon.asgi.App()\napp.add_route('/notes', Notes())\n",
    "flask_appbuilder": "from flask_appbuilder import BaseView, expose\n\n\nclass Notes(BaseView):\n    @expose('/notes')\n    def notes(self):\n        return self.render_template('n')\n",
    "pyramid": "from pyramid.view import view_config\n\n\n@view_config(route_name='notes', renderer='json')\ndef notes(request):\n    return []\n",
    "robyn": "from robyn import Robyn\n\napp = Robyn(__file__)\n\n\n@app.get('/notes')\nasync def notes(request):\n    return '[]'\n",
    "sanic": "from sanic import Sanic, json\n\napp = Sanic('notes')\n\n\n@app.get('/notes')\nasync def notes(request):\n    return json([])\n",
    "tornado": "import tornado.web\n\n\nclass Notes(tornado.web.RequestHandler):\n    def get(self):\n        self.write('[]')\n\n\n"
               "app = tornado.web.Application([('/notes', Notes)])\n",
}  # fmt: skip


def written(folder: Path, text: str) -> Path:
    (folder / "app.py").write_text(text, encoding="utf-8")
    return folder


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(review, [str(folder), *words])


def unsupported(folder: Path, framework: str) -> set[str]:
    document = json.loads(run(folder, "--format", "json").stdout)
    return {gap["item"] for gap in document["unsupported"] if gap["framework"] == framework}


def test_every_unread_framework_has_an_application_here() -> None:
    """A framework cannot be put on the list without being shown; those with a reader have rules and are not on it."""
    assert sorted(APPLICATIONS) == sorted(UNREAD)
    assert {framework for rule in RULES for framework in rule.frameworks} == set(READ)


@pytest.mark.parametrize("framework", sorted(APPLICATIONS))
def test_text_and_json_say_that_it_is_unsupported(framework: str, tmp_path: Path) -> None:
    """The text has one line for the framework, JSON one entry for each item of the checklist."""
    written(tmp_path, APPLICATIONS[framework])
    assert f"unsupported: every item in {framework}: its routes are not checked\n" in run(tmp_path).stdout
    assert unsupported(tmp_path, framework) == set(load())


def test_annotations_and_the_route_table_say_it_too(tmp_path: Path) -> None:
    """GitHub shows a notice; `--routes` says on standard error why the table lacks the routes."""
    written(tmp_path, APPLICATIONS["sanic"])
    assert run(tmp_path, "--format", "github").stdout == "::notice title=unsupported::The routes of sanic are not checked\n"
    done = run(tmp_path, "--routes")
    assert (done.stdout, done.stderr) == ("", "unsupported: the routes of sanic are not read\n")


@pytest.mark.parametrize("text", [
    "import aiohttp\n\n\nasync def fetch(url):\n    async with aiohttp.ClientSession() as session:\n        return await session.get(url)\n",
    "from aiohttp import (\n    ClientSession,\n    ClientTimeout,\n)\n", "from tornado.ioloop import IOLoop\n\nIOLoop.current().start()\n",
])  # fmt: skip
def test_a_client_is_no_web_framework(text: str, tmp_path: Path) -> None:
    """aiohttp and tornado are used as clients and loops as well: without their module `web` nothing is unsupported."""
    assert run(written(tmp_path, text)).stdout.splitlines()[0].startswith("0 findings in 0 routes")


def test_names_in_several_lines_are_seen(tmp_path: Path) -> None:
    """An import in brackets names the module `web` on a line of its own."""
    assert unsupported(written(tmp_path, "from aiohttp import (\n    ClientSession,\n    web,\n)\n"), "aiohttp") == set(load())


def test_starlette_beside_fastapi_is_read(tmp_path: Path) -> None:
    """FastAPI's applications import from Starlette all the time; only Starlette alone is unread."""
    written(tmp_path, "from fastapi import FastAPI\nfrom starlette.responses import JSONResponse\n\napp = FastAPI()\n\n\n"
                      "@app.get('/notes')\ndef notes():\n    return JSONResponse([])\n")  # fmt: skip
    assert unsupported(tmp_path, "starlette") == set()


def test_a_read_framework_beside_a_listed_one_is_still_read(tmp_path: Path) -> None:
    """Django with Django Ninja: the routes of both are in the table, and nothing is said to be checked in Ninja's."""
    written(tmp_path, "from ninja import NinjaAPI\n\napi = NinjaAPI()\n\n\n@api.get('/notes')\ndef notes(request):\n    return []\n")
    (tmp_path / "settings.py").write_text("INSTALLED_APPS = []\nROOT_URLCONF = 'urls'\nMIDDLEWARE = []\n", encoding="utf-8")
    (tmp_path / "urls.py").write_text("from django.urls import path\nfrom app import api\nfrom pages import home\n\n"
                                      "urlpatterns = [path('home/', home), path('api/', api.urls)]\n", encoding="utf-8")  # fmt: skip
    (tmp_path / "pages.py").write_text("from django.http import HttpResponse\n\n\ndef home(request):\n    return HttpResponse('')\n", encoding="utf-8")
    done = run(tmp_path, "--routes")
    assert "/home/" in done.stdout
    assert "GET     /api/notes" in done.stdout
    assert unsupported(tmp_path, "ninja") == set(load())
