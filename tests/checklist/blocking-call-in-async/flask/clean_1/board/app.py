from flask import Flask

from board.news import headlines

app = Flask(__name__)


@app.get("/headlines")
async def show():
    """Flask gives each async view a loop of its own."""
    return {"headlines": headlines()}
