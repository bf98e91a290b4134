"""Ways in which FastAPI applications mount, guard and take their input, each read from a small application into the table of routes."""
from __future__ import annotations

from pathlib import Path

from bedplate.checklist.review.picture import Picture
from bedplate.checklist.review.run import picture_of


def read(folder: Path, text: str) -> Picture:
    (folder / "app.py").write_text(text, encoding="utf-8")
    return picture_of(folder)[1]


def inputs(picture: Picture) -> set[tuple[str, str]]:
    return {(each.where, each.name) for route in picture.routes for each in route.parameters}


HEAD = "from fastapi import *\nfrom fastapi import APIRouter, Depends, FastAPI, Header, HTTPException, Request, Security\n\n"


def test_every_place_of_an_input_is_told_apart(tmp_path: Path) -> None:
    """Path, query, body, form, header, cookie and file: by mark, by annotation, by the names in the path."""
    picture = read(tmp_path, "from enum import Enum\nfrom typing import Annotated, Any, Optional\nfrom fastapi import Body, Cookie, FastAPI, File, Form, Header, Query, Request, UploadFile\n"
                             "from fastapi.security import OAuth2PasswordRequestForm\nfrom pydantic import BaseModel\n\napp = FastAPI()\n\n\nclass Kind(Enum):\n    A = 'a'\n\n\n"
                             "class Note(BaseModel):\n    title: str\n\n\n@app.post('/n/{number}')\n"
                             "def note(request: Request, number: int, note: Note, kind: Kind, words: Optional[str] = None, size: Annotated[int, Query(le=9)] = 1,\n"
                             "         agent: str = Header(), seen: str = Cookie(), name: str = Form(), text: str = Body(), photo: UploadFile = File(), other: Any = None,\n"
                             "         more: dict = Body(), *, last: int = 0):\n    return {}\n")  # fmt: skip
    assert inputs(picture) == {("path", "number"), ("body", "note"), ("query", "kind"), ("query", "words"), ("query", "size"), ("header", "agent"), ("cookie", "seen"),
                               ("form", "name"), ("body", "text"), ("file", "photo"), ("body", "other"), ("body", "more"), ("query", "last")}  # fmt: skip


def test_dependencies_guard_at_every_level(tmp_path: Path) -> None:
    """A scheme, an object with `__call__`, a class, a library's login: on the route, the router and the include; an optional scheme guards nothing."""
    picture = read(tmp_path, f"{HEAD}from fastapi.security import HTTPBearer\nfrom fastapi_login import LoginManager\n\nmanager = LoginManager('x', '/t')\n\n\n"
                             "class Asks:\n    def __call__(self, token: str = Header()):\n        if not token:\n            raise HTTPException(401)\n        return token\n\n\n"
                             "class Page:\n    def __init__(self, number: int = 0):\n        self.number = number\n\n\nclass Plain:\n    pass\n\n\n"
                             "routed = APIRouter(prefix='/routed', dependencies=[Depends(HTTPBearer())])\nincluded = APIRouter()\napp = FastAPI()\n\n\n"
                             "@routed.get('/a')\ndef a():\n    return {}\n\n\n@included.get('/b')\ndef b():\n    return {}\n\n\n"
                             "@app.get('/c')\ndef c(me=Depends(Asks())):\n    return {}\n\n\n@app.get('/d')\ndef d(page: Page = Depends(), plain=Depends(Plain), nothing: str = Depends(None)):\n    return {}\n\n\n"
                             "@app.get('/e')\ndef e(me=Security(manager)):\n    return {}\n\n\n@app.get('/f')\ndef f(me=Depends(HTTPBearer(auto_error=False))):\n    return {}\n\n\n"
                             "app.include_router(routed)\napp.include_router(router=included, prefix='/in', dependencies=[Depends(Asks())])\n")  # fmt: skip
    assert {each.name for each in picture.routes if each.authenticated} >= {"GET /routed/a", "GET /in/b", "GET /c", "GET /e"}
    assert {each.name for each in picture.routes if not each.authenticated} == {"GET /d", "GET /f"}


def test_middleware_of_every_kind_stands_before_the_routes(tmp_path: Path) -> None:
    """A class, a function under `@app.middleware`, a list handed to the application: it refuses strangers or counts calls."""
    picture = read(tmp_path, f"{HEAD}from starlette.middleware import Middleware\nfrom starlette.middleware.base import BaseHTTPMiddleware\n\n\n"
                             "class Asks(BaseHTTPMiddleware):\n    async def dispatch(self, request, call_next):\n        if not request.headers.get('token'):\n            raise HTTPException(401)\n"
                             "        return await call_next(request)\n\n\nclass Counts(BaseHTTPMiddleware):\n    async def dispatch(self, request, call_next):\n        if request.client.host in SEEN:\n"
                             "            raise HTTPException(429)\n        return await call_next(request)\n\n\nSEEN = set()\napp = FastAPI(middleware=[Middleware(Counts)])\napp.add_middleware(Asks)\n\n\n"
                             "@app.middleware('http')\nasync def quiet(request, call_next):\n    return await call_next(request)\n\n\n@app.get('/a')\ndef a():\n    return {}\n")  # fmt: skip
    (route,) = picture.routes
    assert (route.authenticated, bool(route.limits)) == (True, True)


def test_routes_stand_where_they_are_mounted(tmp_path: Path) -> None:
    """`api_route` with methods, an application under `mount`, a router in a loop, a factory, an unknown prefix; what is hidden is undocumented."""
    picture = read(tmp_path, f"{HEAD}import words\n\none, two = APIRouter(), APIRouter()\nthird = APIRouter(include_in_schema=False)\ninner = FastAPI()\n\n\n"
                             "@one.api_route('/x', methods=['GET', 'PUT'])\ndef x():\n    return {}\n\n\n@two.get(path='/y')\ndef y():\n    return {}\n\n\n@third.get('/z')\ndef z():\n    return {}\n\n\n"
                             "@inner.get('/i')\ndef i():\n    return {}\n\n\n@two.get(words.PATH)\ndef unknown():\n    return {}\n\n\ndef create():\n    app = FastAPI()\n    for router in (one, two):\n"
                             "        app.include_router(router, prefix='/api')\n    if words.MORE:\n        app.include_router(third, prefix=words.PREFIX)\n    app.mount('/in', inner)\n\n"
                             "    @app.get('/own')\n    def own():\n        return {}\n    return app\n")  # fmt: skip
    assert {each.name for each in picture.routes} == {"GET /api/x", "PUT /api/x", "GET /api/y", "GET {prefix}/z", "GET /in/i", "GET /api{path}", "GET /own"}
    assert {each.name for each in picture.routes if not each.documented} == {"GET {prefix}/z"}
    assert [reason for _, reason in picture.unread] == ["the path of the route is not a constant"]
