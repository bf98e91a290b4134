import hashlib
import hmac
import os

from fastapi import APIRouter, Depends, HTTPException, Request

from .tables import MailEvent, Letter, session

router = APIRouter()


@router.post("/webhooks/mail", status_code=202)
async def delivered(request: Request, db=Depends(session)):
    payload = await request.body()
    expected = hmac.new(os.environ["MAIL_KEY"].encode(), payload, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, request.headers.get("X-Signature", "")):
        raise HTTPException(403)
    db.add(MailEvent(kind="delivered"))
    await db.commit()
    return {}


@router.put("/letters/{letter_id}")
async def rename(letter_id: int, title: str, request: Request, db=Depends(session)):
    letter = await db.get(Letter, letter_id)
    if letter is None or letter.author != request.state.subject:
        raise HTTPException(404)
    letter.title = title
    await db.commit()
    return {"title": letter.title}
