from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, Field

from auth import get_user
from model import Project, Ticket, get_db

app = FastAPI()


class TicketIn(BaseModel):
    title: str = Field(max_length=100)


def get_project(project_id: int, user=Depends(get_user), db=Depends(get_db)) -> Project:
    project = db.query(Project).filter(Project.id == project_id, Project.owner_id == user.id).first()
    if project is None:
        raise HTTPException(404)
    return project


@app.post("/projects/{project_id}/tickets", status_code=201)
def create(data: TicketIn, project: Project = Depends(get_project), db=Depends(get_db)):
    ticket = Ticket(title=data.title, project_id=project.id)
    db.add(ticket)
    db.commit()
    return {"id": ticket.id}


@app.put("/projects/{project_id}/tickets/{ticket_id}")
def change(ticket_id: int, data: TicketIn, project: Project = Depends(get_project), db=Depends(get_db)):
    ticket = db.query(Ticket).filter(Ticket.id == ticket_id).first()
    if ticket is None:
        raise HTTPException(404)
    ticket.title = data.title
    db.commit()
    return {"title": ticket.title}
