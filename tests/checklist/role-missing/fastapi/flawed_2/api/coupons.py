from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel, Field
from sqlmodel import Session, select

from api.access import has_role, staff_member
from api.tables import Coupon, db

router = APIRouter(prefix="/coupons")


class CouponIn(BaseModel):
    code: str = Field(pattern="^[A-Z0-9]{4,12}$")
    percent: int = Field(ge=1, le=90)


@router.post("", status_code=201, dependencies=[Depends(has_role("marketing"))])
def create(data: CouponIn, session: Session = Depends(db)):
    coupon = Coupon(code=data.code, percent=data.percent)
    session.add(coupon)
    session.commit()
    return coupon


@router.put("/{code}", dependencies=[Depends(has_role("marketing"))])
def change(code: str, data: CouponIn, session: Session = Depends(db)):
    coupon = session.exec(select(Coupon).where(Coupon.code == code)).first()
    if coupon is None:
        raise HTTPException(404)
    coupon.percent = data.percent
    session.add(coupon)
    session.commit()
    return coupon


@router.delete("/{code}", status_code=204, dependencies=[Depends(staff_member)])
def withdraw(code: str, session: Session = Depends(db)):
    coupon = session.exec(select(Coupon).where(Coupon.code == code)).first()
    if coupon is None:
        raise HTTPException(404)
    session.delete(coupon)
    session.commit()
