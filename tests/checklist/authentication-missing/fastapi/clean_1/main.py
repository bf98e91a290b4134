from fastapi import APIRouter, Depends, FastAPI, HTTPException
from pydantic import BaseModel, Field

from auth import Claims, session_claims
from repository import NoteRepository, repository

router = APIRouter(prefix="/notes", dependencies=[Depends(session_claims)])


class NoteIn(BaseModel):
    text: str = Field(min_length=1, max_length=2000)


@router.post("", status_code=201)
def add_note(note: NoteIn, claims: Claims, notes: NoteRepository = Depends(repository)):
    return {"id": notes.add(claims["sub"], note.text)}


@router.delete("/{note_id}", status_code=204)
def remove_note(note_id: int, claims: Claims, notes: NoteRepository = Depends(repository)):
    if not notes.remove(note_id, claims["sub"]):
        raise HTTPException(404)


app = FastAPI()
app.include_router(router, prefix="/v1")


@app.get("/health")
def health():
    return {"ok": True}
