from app.orm import Person


def save(db, person: Person, fields: dict) -> Person:
    for key, value in fields.items():
        setattr(person, key, value)
    db.add(person)
    db.commit()
    db.refresh(person)
    return person
