package orm_test

import "testing"

func TestSQLAlchemy(t *testing.T) {
	cases{
		"a model": {"Python", `
from sqlalchemy import Column, Integer, String, ForeignKey, Index, UniqueConstraint
class Order(Base):
    __tablename__ = "orders"
    id = Column(Integer, primary_key=True)
    customer_id = Column(Integer, ForeignKey("customers.id", ondelete="CASCADE"), nullable=False)
    shop_id = Column("shop", ForeignKey("shops.id"), index=True)
    number = Column(String(20), unique=True)
    customer = relationship("Customer")
    __table_args__ = (Index("by", "customer_id", "number"), UniqueConstraint("number", "shop", name="u"), {"schema": "x"})
`, `Order=orders id:integer customer_id:integer shop_id=shop:? number:varchar(20)? primary(id) index(shop) unique(number) index(customer_id,number)#by unique(number,shop)#u foreign(customer_id)→customers foreign(shop)→shops`},
		"the new way, with a mixin": {"Python", `
from sqlalchemy.orm import Mapped, mapped_column
class Owned:
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    @declared_attr
    def team_id(cls):
        return Column(Integer, ForeignKey("teams.id"), index=True)
class Order(Owned, Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
`, `
Owned owner_id:? team_id:integer? index(team_id) foreign(owner_id)→users foreign(team_id)→teams abstract
Order=orders id: primary(id) of(Owned)`},
		"Flask": {"Python", `
from shop.extensions import db
class OrderLine(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    order_id = db.Column(db.Integer, db.ForeignKey("order.id"))
tags = db.Table("tags", db.Column("order_id", db.ForeignKey("order.id"), primary_key=True))
`, `
OrderLine=order_line id:integer order_id:integer? primary(id) foreign(order_id)→order
tags order_id: primary(order_id) foreign(order_id)→order`},
		"SQLModel": {"Python", `
from sqlmodel import Field, SQLModel
class ItemBase(SQLModel):
    title: str = Field(max_length=255)
class Item(ItemBase, table=True):
    id: int = Field(primary_key=True)
    owner_id: int = Field(foreign_key="user.id", nullable=False)
`, `
ItemBase title:? of(SQLModel) abstract
Item=item id: owner_id: primary(id) foreign(owner_id)→user of(ItemBase)`},
		"a migration in functions": {"Python", `
from alembic import op
import sqlalchemy as sa
revision = "b"
def timestamps():
    return (sa.Column("created", sa.DateTime()), sa.Column("updated", sa.DateTime()))
def orders():
    op.create_table("orders", sa.Column("id", sa.Integer), *timestamps())
def upgrade():
    orders()
    op.drop_table("old")
`, `
create-table orders: orders id:integer? created:timestamp? updated:timestamp?
drop-table old`},
		"a migration": {"Python", `
from alembic import op
import sqlalchemy as sa
revision = "b"
down_revision = "a"
def upgrade():
    op.create_table("orders", sa.Column("id", sa.Integer(), nullable=False), sa.Column("shop_id", sa.Integer()), sa.ForeignKeyConstraint(["shop_id"], ["shops.id"], name="f"), sa.PrimaryKeyConstraint("id"))
    op.add_column("lines", sa.Column("note", sa.Text(), nullable=False))
    op.create_index(op.f("ix"), "lines", ["note"], unique=True)
    with op.get_context().autocommit_block():
        op.create_index("c", "lines", ["a", sa.text("lower(b)")], postgresql_concurrently=True)
    op.alter_column("lines", "note", nullable=False, type_=sa.String(3), new_column_name="text")
    op.create_foreign_key("k", "lines", "orders", ["order_id"], ["id"], postgresql_not_valid=True)
    op.execute("create index e on lines (x)")
    with op.batch_alter_table("shops", schema=None) as batch_op:
        batch_op.add_column(sa.Column("a", sa.Integer()))
        batch_op.create_index("bi", ["a"])
        batch_op.drop_column("b")
def downgrade():
    op.drop_table("orders")
`, `
create-table orders: orders id:integer shop_id:integer? primary(id) foreign(shop_id)→shops
add-column lines note note:text
add-index lines unique(note)#ix
add-index lines index(a,(sa.text("lower(b)")))#c concurrently outside
set-type lines note note:varchar
set-not-null lines note
rename-column lines note text
add-foreign lines k foreign(order_id)→orders not-valid
add-index lines index(x)#e
add-column shops a a:integer?
add-index shops index(a)#bi
drop-column shops b
down drop-table orders`},
	}.run(t)
}
