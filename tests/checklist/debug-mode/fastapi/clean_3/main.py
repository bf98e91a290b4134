from fastapi import FastAPI

from modes import developing

if developing():
    app = FastAPI(debug=True)
else:
    app = FastAPI(docs_url=None)


@app.get("/")
def root():
    return {"ok": 1}
