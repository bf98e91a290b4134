from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from faults import report
from shapes import Shape, area

app = FastAPI()


@app.exception_handler(Exception)
async def unforeseen(request: Request, exc: Exception):
    number = report(exc)
    return JSONResponse({"error": "internal error", "report": number}, status_code=500)


@app.post("/area")
def compute(shape: Shape):
    try:
        return {"area": area(shape)}
    except ValueError as fault:
        return JSONResponse({"error": str(fault)}, status_code=400)
