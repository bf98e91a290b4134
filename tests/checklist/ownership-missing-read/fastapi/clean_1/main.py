from fastapi import Depends, FastAPI

from lookup import OwnPhoto
from models import Photo, db_session
from users import signed_in

app = FastAPI()


@app.get("/photos")
def photos(user=Depends(signed_in), db=Depends(db_session)):
    found = db.query(Photo).filter(Photo.owner_id == user.id).limit(50).all()
    return [{"id": each.id, "caption": each.caption} for each in found]


@app.get("/photos/{photo_id}")
def photo(photo: OwnPhoto):
    return {"id": photo.id, "caption": photo.caption}
