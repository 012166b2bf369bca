import { DataSource, EntityManager, In, Repository } from 'typeorm'
import { InjectRepository } from '@nestjs/typeorm'
import { dataSource } from './data'
import { Order } from './order.entity'

@Injectable()
export class Orders {
  constructor(
    @InjectRepository(Order) private readonly orders: Repository<Order>,
    private readonly itemRepository: Repository<Item>,
    private readonly source: DataSource,
  ) {}

  async inALoop(ids: number[]) {
    for (const id of ids) use(await this.orders.findOneBy({ id })) // asks
  }

  async inAMap(orders: Order[]) {
    return Promise.all(orders.map(async (order) => ({ ...order, items: await this.itemRepository.find({ where: { order: { id: order.id } } }) }))) // asks
  }

  async built(orders: Order[]) {
    for (const order of orders) {
      order.items = await this.itemRepository.createQueryBuilder('item').where('item.orderId = :id', { id: order.id }).getMany() // asks
    }
  }

  async through(orders: Order[]) {
    for (const order of orders) await this.source.getRepository(Item).countBy({ orderId: order.id }) // asks
    for (const order of orders) await this.source.manager.find(Item, { where: { orderId: order.id } }) // asks
    for (const order of orders) await this.source.query('SELECT * FROM item WHERE order_id = $1', [order.id]) // asks
  }

  async saved(orders: Order[]) {
    for (const order of orders) await this.orders.save(order) // asks
  }

  async inATransaction(orders: Order[]) {
    await this.source.transaction(async (manager: EntityManager) => {
      for (const order of orders) await manager.update(Order, order.id, { total: 1 }) // asks
    })
  }

  async lazily() {
    const orders = await this.orders.find()
    for (const order of orders) use(await order.items) // asks
  }

  async activeRecords(ids: number[]) {
    for (const id of ids) use(await Order.findOneBy({ id })) // asks
    for (const id of ids) use(await Order.findOneOrFail({ where: { id } })) // asks
  }

  async lazilyFetched() {
    const orders = await this.orders.find({ relations: { items: true } })
    for (const order of orders) use(order.items)
  }

  async savedAtOnce(orders: Order[]) {
    await this.orders.save(orders.map((order) => ({ ...order, open: true })))
  }

  async by(ids: number[]) {
    return this.orders.findBy({ id: In(ids) })
  }

  async byGroups(groups: number[][]) {
    for (const ids of groups) use(await this.orders.find({ where: { id: In(ids) } }))
  }

  async made(rows) {
    return rows.map((row) => this.orders.create(row))
  }

  async joined() {
    return this.orders.createQueryBuilder('order').leftJoinAndSelect('order.items', 'item').getMany()
  }

  async filtered(filters) {
    const query = this.orders.createQueryBuilder('order')
    for (const filter of filters) query.andWhere(`order.${filter.name} = :value`, { value: filter.value })
    return query.getMany()
  }

  async inBatches(rows) {
    for (const some of chunk(rows, 100)) await this.orders.insert(some)
  }

  async pages() {
    for (let skip = 0; ; skip += 100) {
      const page = await this.orders.find({ skip, take: 100 })
      if (page.length === 0) break
    }
  }
}

export const own = (ids: number[]) => Promise.all(ids.map((id) => dataSource.getRepository(Order).findOneByOrFail({ id }))) // asks
