from quart import Quart

from board.news import headlines

app = Quart(__name__)


@app.get("/headlines")
async def show():
    return {"headlines": headlines()}
