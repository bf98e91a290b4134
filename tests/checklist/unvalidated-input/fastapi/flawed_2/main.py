from fastapi import Body, Depends, FastAPI

from guard import service
from rows import Measurement, session

app = FastAPI(dependencies=[Depends(service)])


def build(payload: dict) -> Measurement:
    return Measurement(sensor=payload["sensor"], value=payload["value"], unit=payload.get("unit", "C"))


@app.post("/measurements", status_code=201)
def store(payload: dict = Body(...), db=Depends(session)):
    row = build(payload)
    db.add(row)
    db.commit()
    return {"id": row.id}
