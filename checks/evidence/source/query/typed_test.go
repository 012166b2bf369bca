package query_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestTypesOfAnswers reads what routes of FastAPI and Django Ninja write out of each row by
// the types of what they answer with.
func TestTypesOfAnswers(t *testing.T) {
	t.Parallel()
	const (
		models  = "from sqlalchemy.orm import DeclarativeBase, Mapped, relationship\nclass Base(DeclarativeBase):\n    pass\nclass Company(Base):\n    name: Mapped[str]\nclass Customer(Base):\n    company: Mapped['Company'] = relationship()\nclass Item(Base):\n    order: Mapped['Order'] = relationship()\nclass Order(Base):\n    customer: Mapped['Customer'] = relationship()\n    items: Mapped[list['Item']] = relationship()\n"
		schemas = "from pydantic import BaseModel, Field\nclass CompanyOut(BaseModel):\n    name: str\nclass CustomerOut(BaseModel):\n    name: str\n    company: CompanyOut\nclass ItemOut(BaseModel):\n    price: int\nclass PlainOut(BaseModel):\n    number: int\nclass OrderOut(PlainOut):\n    customer: CustomerOut\n    items: list[ItemOut] = []\n"
		head    = "from fastapi import APIRouter, Depends\nfrom sqlalchemy import select\nfrom sqlalchemy.orm import Session, joinedload, selectinload\nfrom shop.models import Customer, Item, Order\nfrom shop.schemas import OrderOut, PlainOut\nrouter = APIRouter()\n"
		ninja   = "from ninja import NinjaAPI, Schema\nfrom django.db import models\nclass Customer(models.Model):\n    pass\nclass Order(models.Model):\n    customer = models.ForeignKey(Customer, on_delete=models.CASCADE)\napi = NinjaAPI()\n"
	)
	for name, test := range map[string]struct{ code, want string }{
		"relations of an answer's type":          {head + "@router.get('/orders', response_model=list[OrderOut])\ndef orders(db: Session):\n    return db.query(Order).all()\n", "9 customer, customer__company, items"},
		"a query of the new style":               {head + "@router.get('/orders', response_model=List[OrderOut])\ndef orders(db: Session):\n    found = db.scalars(select(Order).options(joinedload(Order.customer))).all()\n    return found\n", "9 customer__company, items"},
		"all of it loaded along":                 {head + "@router.get('/orders', response_model=list[OrderOut])\ndef orders(db: Session):\n    return db.query(Order).options(joinedload(Order.customer).joinedload(Customer.company), selectinload(Order.items)).all()\n", ""},
		"a type without relations":               {head + "@router.get('/orders', response_model=list[PlainOut])\ndef orders(db: Session):\n    return db.query(Order).all()\n", ""},
		"one object":                             {head + "@router.get('/orders/{id}', response_model=OrderOut)\ndef order(id: int, db: Session):\n    return db.get(Order, id)\n", ""},
		"a session that never asks by the way":   {head + "@router.get('/orders', response_model=list[OrderOut])\nasync def orders(db: AsyncSession):\n    return (await db.scalars(select(Order))).all()\n", ""},
		"a service that gives the rows":          {head + "def all_orders(db):\n    return db.query(Order).all()\n@router.get('/orders', response_model=list[OrderOut])\ndef orders(db: Session):\n    return all_orders(db)\n", "8 customer, customer__company, items"},
		"a schema of Django Ninja":               {ninja + "class CustomerOut(Schema):\n    name: str\nclass OrderOut(Schema):\n    customer: CustomerOut\n@api.get('/orders', response=list[OrderOut])\ndef orders(request):\n    return Order.objects.all()\n", "14 customer"},
		"answers by their status":                {ninja + "class Problem(Schema):\n    text: str\nclass OrderOut(Schema):\n    buyer: str = Field(None, alias='customer.name')\n@api.get('/orders', response={200: list[OrderOut], 404: Problem})\ndef orders(request):\n    return 200, Order.objects.all()\n", "14 customer"},
		"a method that fills a field":            {ninja + "class OrderOut(Schema):\n    buyer: str\n    @staticmethod\n    def resolve_buyer(obj):\n        return obj.customer.name\n@api.get('/orders', response=list[OrderOut])\ndef orders(request):\n    return Order.objects.all()\n", "15 customer"},
		"a schema whose query fetches along":     {ninja + "class CustomerOut(Schema):\n    name: str\nclass OrderOut(Schema):\n    customer: CustomerOut\n@api.get('/orders', response=list[OrderOut])\ndef orders(request):\n    return Order.objects.select_related('customer')\n", ""},
		"a model of SQLModel and what is public": {"from fastapi import FastAPI\nfrom sqlmodel import Relationship, Session, SQLModel, select\nclass Team(SQLModel, table=True):\n    name: str\nclass Hero(SQLModel, table=True):\n    team: Team = Relationship(back_populates='heroes')\nclass TeamPublic(SQLModel):\n    name: str\nclass HeroPublic(SQLModel):\n    team: TeamPublic\n@app.get('/heroes', response_model=list[HeroPublic])\ndef heroes(session: Session):\n    heroes = session.exec(select(Hero)).all()\n    return heroes\n", "13 team"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var told []string
			for _, hit := range linked(t, map[string]string{"shop/models.py": models, "shop/schemas.py": schemas, "shop/views.py": test.code}, nil)["shop/views.py"] {
				told = append(told, fmt.Sprintf("%d %s", hit.Line, hit.Relation))
			}
			if got := strings.Join(told, "; "); got != test.want {
				t.Errorf("got  %q\nwant %q\n%s", got, test.want, test.code)
			}
		})
	}
}
