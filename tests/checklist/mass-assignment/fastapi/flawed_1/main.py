from fastapi import Depends, FastAPI

from model import Profile, db
from sender import sender

app = FastAPI()


@app.put("/profile")
async def update_profile(changes: dict, me: Profile = Depends(sender), session=Depends(db)):
    for name, value in changes.items():
        setattr(me, name, value)
    session.commit()
    return {"ok": True}
