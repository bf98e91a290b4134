import os
from uuid import uuid4

from flask import Flask, abort, request

from portraits.kinds import ending_of

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 500_000


@app.put("/portrait")
def portrait():
    data = request.files["portrait"].read()
    ending = ending_of(data[:2048])
    if ending is None:
        abort(415)
    with open(os.path.join(os.environ["PORTRAITS"], f"{uuid4().hex}{ending}"), "wb") as out:
        out.write(data)
    return {"portrait": True}
