from fastapi import Depends, FastAPI, HTTPException

from warehouse import connection, stock

app = FastAPI()


@app.get("/stock/{sku}")
def show(sku: str, con=Depends(connection)):
    try:
        return {"stock": stock(con, sku)}
    except Exception as exc:
        raise HTTPException(status_code=500, detail=f"could not read the stock: {exc}")
