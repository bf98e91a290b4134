from functools import wraps

from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel, Field

from session import member
from storage import Playlist, database

router = APIRouter(prefix="/playlists")


class Name(BaseModel):
    name: str = Field(max_length=60)


def owned(handler):
    """Hands the caller's own playlist to the handler."""

    @wraps(handler)
    def inner(playlist_id: int, me=Depends(member), db=Depends(database), **rest):
        playlist = db.get(Playlist, playlist_id)
        if playlist is None or playlist.member_id != me.id:
            raise HTTPException(404)
        return handler(playlist=playlist, db=db, **rest)

    return inner


def mine(playlist_id: int, me=Depends(member), db=Depends(database)) -> Playlist:
    playlist = db.query(Playlist).filter_by(id=playlist_id, member_id=me.id).first()
    if playlist is None:
        raise HTTPException(404)
    return playlist


@router.put("/{playlist_id}")
def rename(data: Name, playlist: Playlist = Depends(mine), db=Depends(database)):
    playlist.name = data.name
    db.commit()
    return {"name": playlist.name}


@router.delete("/{playlist_id}", status_code=204)
def drop(playlist: Playlist = Depends(mine), db=Depends(database)):
    db.delete(playlist)
    db.commit()
