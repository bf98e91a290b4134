from typing import Annotated

from fastapi import Depends, HTTPException
from sqlalchemy.orm import Session

from models import Photo, User, db_session
from users import signed_in


def own_photo(photo_id: int, user: Annotated[User, Depends(signed_in)], db: Annotated[Session, Depends(db_session)]) -> Photo:
    photo = db.get(Photo, photo_id)
    if photo is None:
        raise HTTPException(404)
    ensure_owner(photo, user)
    return photo


def ensure_owner(photo: Photo, user: User) -> None:
    if photo.owner_id != user.id and not photo.shared:
        raise HTTPException(404)


OwnPhoto = Annotated[Photo, Depends(own_photo)]
