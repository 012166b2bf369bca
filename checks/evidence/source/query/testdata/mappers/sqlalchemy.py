import requests
from sqlalchemy import ForeignKey, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, contains_eager, joinedload, mapped_column, relationship, selectinload, subqueryload


class Base(DeclarativeBase):
    pass


class Customer(Base):
    __tablename__ = 'customers'
    id: Mapped[int] = mapped_column(primary_key=True)
    orders: Mapped[list['Order']] = relationship(back_populates='customer')


class Order(Base):
    __tablename__ = 'orders'
    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey('customers.id'))
    customer: Mapped['Customer'] = relationship(back_populates='orders')
    items: Mapped[list['Item']] = relationship(back_populates='order')
    notes: Mapped[list['Note']] = relationship(lazy='selectin')


class Item(Base):
    __tablename__ = 'items'
    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey('orders.id'))
    order: Mapped['Order'] = relationship(back_populates='items')


class Note(Base):
    __tablename__ = 'notes'
    id: Mapped[int] = mapped_column(primary_key=True)


def lazily(session: Session):
    for order in session.scalars(select(Order)):
        print(order.customer.name)  # asks
    for order in session.scalars(select(Order).where(Order.open)).all():
        print(len(order.items))  # asks
    for order in session.execute(select(Order)).scalars():
        print(order.items)  # asks
    for order in session.query(Order).filter_by(open=True):
        print(order.customer.name)  # asks
    for order in session.query(Order).options(joinedload(Order.customer)).all():
        print(order.customer.name, order.items)  # asks
    return [order.customer.name for order in session.query(Order).all()]  # asks


def by_id(session: Session, ids):
    for pk in ids:
        print(session.get(Order, pk))  # asks
    for pk in ids:
        print(session.scalar(select(func.count()).where(Item.order_id == pk)))  # asks
    for pk in ids:
        print(session.execute(select(Order).where(Order.id == pk)).scalar_one())  # asks
    for pk in ids:
        print(session.query(Order).filter(Order.id == pk).first())  # asks
    return {pk: session.query(Item).filter_by(order_id=pk).count() for pk in ids}  # asks


async def awaited(session, ids):
    for pk in ids:
        print(await session.get(Order, pk))  # asks
    for pk in ids:
        result = await session.execute(select(Order).where(Order.id == pk))  # asks
        print(result.scalar_one())


def fetched_along(session: Session):
    for order in session.scalars(select(Order).options(selectinload(Order.items), joinedload(Order.customer))):
        print(order.items, order.customer.name, order.notes)
    for order in session.scalars(select(Order).options(subqueryload(Order.items))).all():
        print(order.items)
    for order in session.scalars(select(Order).join(Order.customer).options(contains_eager(Order.customer))).unique():
        print(order.customer.name)
    for customer in session.query(Customer).options(selectinload(Customer.orders).selectinload(Order.items)):
        for order in customer.orders:
            print(order.items)


def at_once(session: Session, ids, rows):
    orders = session.scalars(select(Order).where(Order.id.in_(ids))).all()
    session.add_all([Order(**row) for row in rows])
    for row in rows:
        session.add(Order(**row))
    session.execute(insert(Order), rows)
    session.commit()
    return orders


def groups(session: Session, all):
    for ids in all:
        session.execute(delete(Order).where(Order.id.in_(ids)))


def pages(session: Session):
    offset = 0
    while True:
        page = session.scalars(select(Order).offset(offset).limit(100)).all()
        if not page:
            break
        offset += 100


def put_together(session: Session, filters):
    query = session.query(Order)
    for name, value in filters.items():
        query = query.filter(getattr(Order, name) == value)
    return query.all()


def streamed(session: Session):
    for some in session.scalars(select(Order).execution_options(yield_per=100)).partitions():
        for order in some:
            print(order.id)


def of_http(urls):
    session = requests.Session()
    return [session.get(url) for url in urls]
