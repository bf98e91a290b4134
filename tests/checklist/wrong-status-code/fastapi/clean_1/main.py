from fastapi import FastAPI, HTTPException, Response, status

from lamps import find

app = FastAPI()


@app.get("/lamps/{number}")
def lamp(number: int, response: Response):
    found = find(number)
    if found is None:
        response.status_code = status.HTTP_404_NOT_FOUND
        return {"error": "there is no such lamp"}
    return {"number": number, "lumens": found}


@app.get("/bulbs/{number}")
def bulb(number: int):
    if find(number) is None:
        raise HTTPException(404, {"error": "there is no such bulb"})
    return {"number": number}
