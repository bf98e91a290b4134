from fastapi import Body, FastAPI
from fastapi.responses import HTMLResponse

from letters import preview

app = FastAPI()


@app.post("/preview", response_class=HTMLResponse)
def show(text: str = Body(embed=True), name: str = Body(embed=True)):
    return preview(text, name)
