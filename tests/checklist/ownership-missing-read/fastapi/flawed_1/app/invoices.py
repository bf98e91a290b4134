from fastapi import APIRouter, HTTPException, Query
from sqlmodel import select

from app.db import Invoice
from app.who import Db, SignedIn

router = APIRouter(prefix="/invoices")


@router.get("")
def mine(account: SignedIn, db: Db, limit: int = Query(20, le=100)):
    return db.exec(select(Invoice).where(Invoice.account_id == account.id).limit(limit)).all()


@router.get("/{invoice_id}")
def one(invoice_id: int, account: SignedIn, db: Db):
    invoice = db.get(Invoice, invoice_id)
    if not invoice:
        raise HTTPException(404, "no such invoice")
    return invoice
