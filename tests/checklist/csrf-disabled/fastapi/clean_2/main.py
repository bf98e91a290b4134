import os

from fastapi import Depends, FastAPI, Request, Response
from fastapi_csrf_protect import CsrfProtect
from starlette.middleware.sessions import SessionMiddleware

from settings import CsrfSettings

app = FastAPI()
app.add_middleware(SessionMiddleware, secret_key=os.environ["SESSION_KEY"], same_site="none", https_only=True)


@CsrfProtect.load_config
def load():
    return CsrfSettings()


@app.post("/embedded")
async def embedded(request: Request, response: Response, protection: CsrfProtect = Depends()):
    """Runs inside of a partner's page: the cookie must travel, the token proves the origin."""
    await protection.validate_csrf(request)
    request.session["seen"] = True
    return {}
