from fastapi import FastAPI

from lamps import find

app = FastAPI()


@app.get("/lamps/{number}")
def lamp(number: int):
    found = find(number)
    if found is None:
        return {"error": "there is no such lamp"}
    return {"number": number, "lumens": found}
