from fastapi import Depends, FastAPI, HTTPException

from doors import known, office
from tables import Member, Tool, session

app = FastAPI()


@app.post("/tools", status_code=201)
def add(name: str, member: Member = Depends(known)):
    tool = Tool(name=name[:60], maker_id=member.id)
    session.add(tool)
    session.commit()
    return {"id": tool.id}


@app.get("/tools/mine")
def mine(member: Member = Depends(known)):
    return [{"id": each.id, "name": each.name} for each in session.query(Tool).filter(Tool.maker_id == member.id).limit(50)]


@app.delete("/tools/{number}", status_code=204)
def remove(number: int, member: Member = Depends(office)):
    tool = session.get(Tool, number)
    if tool is None:
        raise HTTPException(404)
    session.delete(tool)
    session.commit()
