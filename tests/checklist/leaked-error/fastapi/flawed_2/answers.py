import traceback

from fastapi.responses import JSONResponse


def failed(words: str | None, status: int) -> JSONResponse:
    body = {"error": words or traceback.format_exc()}
    return JSONResponse(body, status_code=status)
