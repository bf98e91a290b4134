import logging

from fastapi import Depends, FastAPI, HTTPException

from warehouse import UnknownItem, connection, stock

logger = logging.getLogger(__name__)
app = FastAPI()


@app.get("/stock/{sku}")
def show(sku: str, con=Depends(connection)):
    try:
        return {"stock": stock(con, sku)}
    except UnknownItem as fault:
        raise HTTPException(404, detail=str(fault))
    except Exception as exc:
        logger.exception("stock of %s: %s", sku, exc)
        raise HTTPException(status_code=500, detail="could not read the stock") from exc
