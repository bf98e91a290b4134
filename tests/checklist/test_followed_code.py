"""Code is followed as it is written: statements, exceptions, stores and libraries between a route and what it does."""
from __future__ import annotations

from pathlib import Path

import pytest

from bedplate.checklist.review.picture import Picture, Route
from bedplate.checklist.review.run import picture_of, review

HEAD = "from fastapi import Depends, FastAPI, Header, HTTPException, Request\n\napp = FastAPI()\n"


def written(folder: Path, text: str, **files: str) -> Path:
    for name, content in {"app": text, **files}.items():
        (folder / f"{name}.py").write_text(content, encoding="utf-8")
    return folder


def read(folder: Path, text: str, **files: str) -> Picture:
    return picture_of(written(folder, text, **files))[1]


def only(picture: Picture) -> Route:
    (found,) = picture.routes
    return found


def findings(folder: Path, text: str, **files: str) -> set[str]:
    return {finding.item for finding in review(written(folder, text, **files)).findings}


# --- from the request to an SQL text, through statements of every kind -----------------------------------------------------------------
WAYS = {
    "added to": "sql = 'SELECT * FROM notes WHERE title = '\n    sql += title",
    "an item added to": "box = {'text': 'SELECT * FROM notes WHERE title = '}\n    box['text'] += title\n    sql = box['text']",
    "match": "match title:\n        case 'a':\n            sql = 'SELECT 1'\n        case _:\n            sql = 'SELECT * FROM notes WHERE title = ' + title",
    "while": "sql = 'SELECT * FROM notes WHERE 1'\n    while len(sql) < 50:\n        sql = sql + title\n        break",
    "for and else": "for each in [title]:\n        pass\n    else:\n        each = title\n    sql = 'SELECT * FROM notes WHERE title = ' + each",
    "unpacked": "first, (second, third) = ('SELECT * FROM notes WHERE title = ', (title, 1))\n    sql = first + second",
    "with": "from contextlib import nullcontext\n    with nullcontext(title) as inner:\n        sql = 'SELECT * FROM notes WHERE title = ' + str(inner)",
    "walrus": "if (inner := title):\n        pass\n    sql = 'SELECT * FROM notes WHERE title = ' + inner",
    "lambda": "make = lambda text: 'SELECT * FROM notes WHERE title = ' + text\n    sql = make(title)",
    "an inner function": "def make(text):\n        return f'SELECT * FROM notes WHERE title = {text}'\n    sql = make(title)",
    "percent": "sql = 'SELECT * FROM notes WHERE title = %s' % title",
    "format": "sql = 'SELECT * FROM notes WHERE title = {}'.format(title)",
    "join of a list": "parts = ['SELECT * FROM notes WHERE title =', title]\n    sql = ' '.join(parts)",
    "join": "sql = ' '.join(['SELECT * FROM notes WHERE title =', title])",
    "chosen": "sql = 'SELECT 1' if title is None else 'SELECT * FROM notes WHERE title = ' + title",
    "or": "sql = 'SELECT * FROM notes WHERE title = ' + (title or 'x')",
    "comprehension": "parts = [each for each in (title,)]\n    sql = 'SELECT * FROM notes WHERE title = ' + parts[0]",
    "dictionary comprehension": "parts = {key: value for key, value in {'t': title}.items()}\n    sql = 'SELECT * FROM notes WHERE title = ' + str(parts)",
    "asserted": "assert title\n    sql = 'SELECT * FROM notes WHERE title = ' + title",
    "tried": "try:\n        sql = 'SELECT * FROM notes WHERE title = ' + title\n    except ValueError:\n        sql = 'SELECT 1'\n    finally:\n        pass",
    "a keyword spread": "def make(*parts, **more):\n        return parts[0] + more['text']\n    sql = make('SELECT * FROM notes WHERE title = ', **{'text': title})",
    "spread": "def make(left, right):\n        return left + right\n    sql = make(*['SELECT * FROM notes WHERE title = ', title])",
    "a slice": "sql = 'SELECT * FROM notes WHERE title = ' + title[1:]",
}  # fmt: skip
QUERY = "import sqlite3\n\n\ndef rows(sql):\n    return sqlite3.connect('notes').execute(sql).fetchall()\n"


@pytest.mark.parametrize("way", sorted(WAYS))
def test_a_text_is_followed_into_a_statement(way: str, tmp_path: Path) -> None:
    """However a text of the client gets into an SQL text, the statement is found."""
    text = f"{HEAD}from query import rows\n\n\n@app.get('/notes')\ndef notes(title: str):\n    {WAYS[way]}\n    return rows(sql)[:9]\n"
    assert "sql-from-strings" in findings(tmp_path, text, query=QUERY)


CLEAN = {
    "of a fixed set": "if title not in ('a', 'b'):\n        raise HTTPException(400)\n    sql = 'SELECT * FROM notes ORDER BY ' + title",
    "a number": "sql = f'SELECT * FROM notes WHERE id = {int(title)}'",
    "digits": "if not title.isdigit():\n        raise HTTPException(400)\n    sql = 'SELECT * FROM notes WHERE id = ' + title",
    "looked up": "sql = 'SELECT * FROM notes ORDER BY ' + {'a': 'title', 'b': 'id'}[title]",
}  # fmt: skip


@pytest.mark.parametrize("way", sorted(CLEAN))
def test_a_text_that_is_confined_is_no_finding(way: str, tmp_path: Path) -> None:
    """A text of a fixed set, a number or digits may stand in a statement."""
    text = f"{HEAD}from query import rows\n\n\n@app.get('/notes')\ndef notes(title: str):\n    {CLEAN[way]}\n    return rows(sql)[:9]\n"
    assert "sql-from-strings" not in findings(tmp_path, text, query=QUERY)


# --- which status a refusal has --------------------------------------------------------------------------------------------------------
REFUSALS = {
    "a number": ("", "HTTPException(403)", 403),
    "a keyword": ("", "HTTPException(status_code=404)", 404),
    "a name of FastAPI": ("from fastapi import status\n", "HTTPException(status.HTTP_403_FORBIDDEN)", 403),
    "a name of the standard library": ("from http import HTTPStatus\n", "HTTPException(HTTPStatus.FORBIDDEN)", 403),
    "its value": ("from http import HTTPStatus\n", "HTTPException(HTTPStatus.NOT_FOUND.value)", 404),
    "an attribute of the class": ("class Gone(Exception):\n    status_code = 410\n", "Gone()", 410),
    "an inherited attribute": ("class Base(Exception):\n    code = 409\n\n\nclass Taken(Base):\n    pass\n", "Taken()", 409),
    "handed to the base": ("class No(HTTPException):\n    def __init__(self):\n        super().__init__(status_code=403)\n", "No()", 403),
    "a default of the constructor": ("class No(HTTPException):\n    def __init__(self, status=418):\n        self.status = status\n", "No()", 418),
    "handed to the constructor": ("class No(Exception):\n    def __init__(self, words, status_code):\n        self.status_code = status_code\n", "No('x', 402)", 402),
    "the name of the base": ("from werkzeug.exceptions import Forbidden\n\n\nclass No(Forbidden):\n    pass\n", "No()", 403),
    "a handler of its own": ("from fastapi.responses import JSONResponse\n\n\nclass No(Exception):\n    pass\n\n\n@app.exception_handler(No)\n"
                             "def handle(request, error):\n    return JSONResponse({}, status_code=451)\n", "No()", 451),
    "a handler of its base": ("from fastapi.responses import JSONResponse\n\n\nclass Base(Exception):\n    pass\n\n\nclass No(Base):\n    pass\n\n\n"
                              "def handle(request, error):\n    return JSONResponse({}, status_code=424)\n\n\napp.add_exception_handler(Base, handle)\n", "No()", 424),
    "nothing known": ("class No(Exception):\n    pass\n", "No()", 0),
}  # fmt: skip


@pytest.mark.parametrize("how", sorted(REFUSALS))
def test_a_refusal_has_the_status_that_it_leads_to(how: str, tmp_path: Path) -> None:
    """A status is told from numbers, names, classes, their constructors, bases and handlers."""
    before, raised, status = REFUSALS[how]
    found = only(read(tmp_path, f"{HEAD}{before}\n\n@app.get('/x')\ndef x(word: str):\n    if word == 'no':\n        raise {raised}\n    return {{}}\n"))
    assert [each.event.statuses for each in found.happenings if each.event.kind == "refuse"] == [{status}]


# --- where rows are kept ---------------------------------------------------------------------------------------------------------------
STORES = {
    "read by key": ("return NOTES.get(key)", {("fetch", "notes")}),
    "taken out": ("return NOTES.pop(key)", {("fetch", "notes"), ("delete", "notes")}),
    "cleared": ("NOTES.clear()", {("delete", "notes")}),
    "changed": ("NOTES.update({key: 1})", {("insert", "notes")}),
    "written": ("NOTES[key] = {'title': key}", {("insert", "notes")}),
    "deleted": ("del NOTES[key]", {("fetch", "notes"), ("delete", "notes")}),
    "added": ("LOG.append(key)", {("insert", "log")}),
}


@pytest.mark.parametrize("how", sorted(STORES))
def test_dictionaries_and_lists_of_a_module_are_stores(how: str, tmp_path: Path) -> None:
    """An empty dictionary or list at the top of a module keeps rows: what a handler does with it is a read or a write."""
    text, expected = STORES[how]
    found = only(read(tmp_path, f"{HEAD}NOTES = {{}}\nLOG = list()\n\n\n@app.post('/notes/{{key}}')\ndef note(key: str):\n    {text}\n"))
    seen = {(event.name if event.kind == "write" else "fetch", event.query.collection)
            for event in (each.event for each in found.happenings) if event.kind in {"fetch", "write"} and event.query}  # fmt: skip
    assert seen == expected


DOCUMENTS = {
    "db.notes.find_one({'_id': key})": {("fetch", "notes")},
    "list(db['notes'].find({'owner': key}))": {("fetch", "notes")},
    "db.notes.insert_one({'title': key})": {("insert", "notes")},
    "db.notes.update_one({'_id': key}, {'$set': {'title': key}})": {("fetch", "notes"), ("update", "notes")},
    "db.notes.delete_many({'owner': key})": {("fetch", "notes"), ("delete", "notes")},
}


@pytest.mark.parametrize("call", sorted(DOCUMENTS))
def test_collections_of_documents_are_named_after_what_chose_them(call: str, tmp_path: Path) -> None:
    """MongoDB's verbs on an attribute or key of the database."""
    found = only(read(tmp_path, f"{HEAD}from pymongo import MongoClient\n\ndb = MongoClient().shop\n\n\n@app.post('/n/{{key}}')\ndef n(key: str):\n    return {call}\n"))
    seen = {(event.name if event.kind == "write" else "fetch", event.query.collection)
            for event in (each.event for each in found.happenings) if event.kind in {"fetch", "write"} and event.query}  # fmt: skip
    assert seen == DOCUMENTS[call]


# --- tokens and keys -------------------------------------------------------------------------------------------------------------------
TOKENS = {
    "unverified": ("jwt.decode(token, options={'verify_signature': False})", True),
    "unverified in the old way": ("jwt.decode(token, 'k', verify=False)", True),
    "without its end": ("jwt.decode(token, KEY, algorithms=['HS256'], options={'verify_exp': False})", True),
    "none": ("jwt.decode(token, KEY, algorithms=['HS256', 'none'])", True),
    "two kinds of keys": ("jwt.decode(token, KEY, algorithms=['HS256', 'RS256'])", True),
    "chosen by the token": ("jwt.decode(token, KEY, algorithms=[jwt.get_unverified_header(token)['alg']])", False),
    "issued for ever": ("jwt.encode({'sub': token}, KEY, algorithm='HS256')", True),
    "issued for an hour": ("jwt.encode({'sub': token, 'exp': 3600}, KEY, algorithm='HS256')", False),
    "issued from a mapping": ("jwt.encode({**CLAIMS, 'sub': token}, KEY, algorithm='HS256')", False),
    "verified": ("jwt.decode(token, KEY, algorithms=['HS256'])", False),
    "by the default of the library": ("jwt.decode(token, KEY)", False),
}  # fmt: skip


@pytest.mark.parametrize("how", sorted(TOKENS))
def test_tokens_are_read_with_what_makes_them_safe(how: str, tmp_path: Path) -> None:
    """Signature, end and algorithms of a token that is read, and the end of one that is issued."""
    call, flawed = TOKENS[how]
    text = (f"import os\nimport jwt\nfrom claims import CLAIMS\n{HEAD}\nKEY = os.environ['KEY']\n\n\n@app.get('/me')\n"
            f"def me(token: str = Header()):\n    return {{'it': {call}}}\n")  # fmt: skip
    assert ("unsafe-jwt" in findings(tmp_path, text, claims="import os\n\nCLAIMS = dict(os.environ)\n")) == flawed


def test_claims_that_are_only_peeked_at_are_no_proof(tmp_path: Path) -> None:
    """python-jose reads claims without a look at the signature: found where nothing on the way verifies them."""
    text = f"from jose import jwt\n{HEAD}\n\n@app.get('/me')\ndef me(token: str = Header()):\n    return jwt.get_unverified_claims(token)\n"
    assert "unsafe-jwt" in findings(tmp_path, text)


def test_a_key_of_a_vendor_is_found_anywhere(tmp_path: Path) -> None:
    """A text in the form of a vendor's key is a secret, wherever it stands; the vendor's own example is none."""
    key = "AKIA" + "QWERTYUIOPASDFGH"
    assert "hardcoded-secret" in findings(tmp_path, f"{HEAD}\nSTORAGE = '{key}'\n")
    assert "hardcoded-secret" not in findings(tmp_path, f"{HEAD}\nSTORAGE = 'AKIAIOSFODNN7EXAMPLE'\n")


# --- who is asked -----------------------------------------------------------------------------------------------------------------------
OWNED = """\
import sqlite3

from fastapi import Depends, FastAPI, Header, HTTPException

app = FastAPI()
NOTES = {}


def who(token: str = Header()):
    account = sqlite3.connect('x').execute('SELECT id FROM accounts WHERE token = ?', (token,)).fetchone()
    if account is None:
        raise HTTPException(401)
    return account


@app.put('/notes/{key}')
def put(key: str, title: str, me=Depends(who)):
    NOTES[key] = {'title': title, 'owner': me['id']}


"""
OPEN = {
    "changes what others change signed in": ("@app.delete('/notes/{key}')\ndef drop(key: str):\n    del NOTES[key]\n", True),
    "runs code": ("@app.post('/run')\ndef run(text: str):\n    return eval(text)\n", True),
    "compares a signature": ("import hmac\n\n\n@app.delete('/notes/{key}')\ndef drop(key: str, sign: str = Header()):\n    if not hmac.compare_digest(sign, 'x'):\n"
                             "        return {}\n    del NOTES[key]\n", False),
    "refuses by itself": ("@app.delete('/notes/{key}')\ndef drop(key: str, word: str):\n    if word != 'x':\n        raise HTTPException(403)\n    del NOTES[key]\n", False),
    "only reads": ("@app.get('/version')\ndef version():\n    return {'version': 1}\n", False),
}  # fmt: skip


@pytest.mark.parametrize("how", sorted(OPEN))
def test_open_routes_are_judged_by_what_they_do(how: str, tmp_path: Path) -> None:
    """Beside guarded routes, one without an account is a finding when it changes the same rows or runs code, and none when it checks by itself."""
    text, flawed = OPEN[how]
    assert ("authentication-missing" in findings(tmp_path, OWNED + text)) == flawed
