import os

import jwt
from fastapi import Depends, FastAPI, HTTPException, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from services import ReportService

app = FastAPI()


def subject(credentials: HTTPAuthorizationCredentials = Security(HTTPBearer())) -> str:
    try:
        payload = jwt.decode(credentials.credentials, os.environ["PUBLIC_KEY"], algorithms=["RS256"], audience="clinic")
    except jwt.PyJWTError:
        raise HTTPException(401)
    return payload["sub"]


def service(who: str = Depends(subject)) -> ReportService:
    return ReportService(who)


@app.get("/reports")
async def recent(reports: ReportService = Depends(service)):
    return await reports.recent()


@app.get("/reports/{report_id}")
async def report(report_id: str, reports: ReportService = Depends(service)):
    return await reports.find(report_id)
