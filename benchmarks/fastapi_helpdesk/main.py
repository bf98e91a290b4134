"""The application: `uvicorn fastapi_helpdesk.main:app` (see README.md beside this file)."""
from __future__ import annotations

from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from fastapi_helpdesk import tickets

app = FastAPI(title="Helpdesk, the peer")
app.include_router(tickets.router)


@app.exception_handler(HTTPException)
async def refuse(request: Request, fault: HTTPException) -> JSONResponse:
    code = HTTPStatus(fault.status_code).name
    return JSONResponse({"error": fault.detail, "code": code}, fault.status_code, headers=fault.headers)


@app.exception_handler(RequestValidationError)
async def refuse_input(request: Request, fault: RequestValidationError) -> JSONResponse:
    details = [{"place": list(one["loc"]), "rule": one["type"], "words": one["msg"]} for one in fault.errors()]
    return JSONResponse({"error": "The input is not valid.", "code": "INVALID_INPUT", "details": details}, 400)


@app.get("/livez")
async def livez() -> dict[str, str]:
    return {"data": "ok"}
