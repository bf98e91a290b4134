from fastapi import FastAPI, Request

from answers import failed
from prices import quote

app = FastAPI()


@app.get("/quotes/{symbol}")
async def show(symbol: str):
    try:
        price = await quote(symbol)
    except ValueError:
        return failed("unknown symbol", 404)
    except Exception:
        return failed(None, 502)
    return {"price": price}
