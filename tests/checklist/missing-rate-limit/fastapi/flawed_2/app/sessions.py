from fastapi import APIRouter, Body, Depends, HTTPException, Response

from app.directory import Directory, directory

router = APIRouter(prefix="/session")


@router.post("", status_code=204)
async def open_session(
    response: Response,
    mail: str = Body(max_length=200),
    phrase: str = Body(max_length=200),
    people: Directory = Depends(directory),
):
    session = await people.sign_in(mail, phrase)
    if session is None:
        raise HTTPException(401)
    response.set_cookie("sid", session, httponly=True, secure=True, samesite="lax")
