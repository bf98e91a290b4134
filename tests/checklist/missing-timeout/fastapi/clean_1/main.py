from fastapi import FastAPI

from parcels import Carrier

app = FastAPI()
carrier = Carrier()


@app.get("/parcels/{number}")
def where(number: str):
    return {"number": number, "place": carrier.place_of(number)}
