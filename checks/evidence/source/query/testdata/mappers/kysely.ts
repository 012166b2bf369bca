import { Kysely, sql } from 'kysely'
import { db } from './database'

export async function inALoop(people) {
  for (const person of people) {
    person.pets = await db.selectFrom('pet').selectAll().where('owner_id', '=', person.id).execute() // asks
  }
}

export const inAMap = (ids: number[]) => Promise.all(ids.map((id) => db.selectFrom('person').select(['id', 'name']).where('id', '=', id).executeTakeFirst())) // asks

export const orThrow = (ids: number[]) => Promise.all(ids.map((id) => db.selectFrom('person').where('id', '=', id).selectAll().executeTakeFirstOrThrow())) // asks

export async function streamed(people) {
  for (const person of people) {
    for await (const pet of db.selectFrom('pet').selectAll().where('owner_id', '=', person.id).stream()) use(pet) // asks
  }
}

export async function withAName(people) {
  for (const person of people) {
    await db.with('old', (q) => q.selectFrom('pet').where('owner_id', '=', person.id)).selectFrom('old').selectAll().execute() // asks
  }
}

export async function oneByOne(people) {
  for (const person of people) await db.insertInto('person').values(person).execute() // asks
  for (const person of people) await db.updateTable('person').set({ name: person.name }).where('id', '=', person.id).execute() // asks
  for (const person of people) await db.deleteFrom('person').where('id', '=', person.id).executeTakeFirst() // asks
  for (const person of people) await db.replaceInto('person').values(person).execute() // asks
  for (const person of people) await db.mergeInto('person').using('pet', 'pet.owner_id', 'person.id').whenMatched().thenDelete().execute() // asks
}

export async function inATransaction(people) {
  await db.transaction().execute(async (trx) => {
    for (const person of people) {
      await trx.insertInto('pet').values({ owner_id: person.id }).returning('id').executeTakeFirstOrThrow() // asks
    }
  })
}

export async function written(people) {
  for (const person of people) await sql`select * from pet where owner_id = ${person.id}`.execute(db) // asks
}

export async function put(people) {
  for (const person of people) {
    const query = db.selectFrom('pet').selectAll().where('owner_id', '=', person.id)
    person.pets = await query.execute() // asks
  }
}

class Pets {
  constructor(private readonly database: Kysely<Database>) {}
  async of(people) {
    return Promise.all(people.map((person) => this.database.selectFrom('pet').selectAll().where('owner_id', '=', person.id).execute())) // asks
  }
  one(id: number) {
    return this.database.selectFrom('pet').selectAll().where('id', '=', id).executeTakeFirst()
  }
  async many(ids: number[]) {
    for (const id of ids) use(await this.one(id)) // asks
  }
}

export const atOnce = (ids: number[]) => db.selectFrom('person').selectAll().where('id', 'in', ids).execute()

export async function bySet(groups) {
  for (const ids of groups) await db.deleteFrom('person').where('id', 'in', ids).execute()
}

export const fetchedAlong = () =>
  db
    .selectFrom('person')
    .select((eb) => ['id', jsonArrayFrom(eb.selectFrom('pet').select('name').whereRef('pet.owner_id', '=', 'person.id')).as('pets')])
    .execute()

export const manyRows = (people) => db.insertInto('person').values(people.map((person) => ({ name: person.name }))).execute()

export async function putTogether(filters) {
  let query = db.selectFrom('person').selectAll()
  for (const filter of filters) query = query.where(filter.column, '=', filter.value)
  return query.execute()
}

export async function inBatches(people) {
  for (let i = 0; i < people.length; i += 500) await db.insertInto('person').values(people.slice(i, i + 500)).execute()
}

export async function up(database: Kysely<unknown>) {
  for (const table of tables) await database.schema.createTable(table).addColumn('id', 'integer').execute()
}

export const described = (people) => people.map((person) => db.selectFrom('pet').where('owner_id', '=', person.id).compile())

export async function all() {
  for await (const person of db.selectFrom('person').selectAll().stream()) use(person)
}

export async function run(tasks) {
  for (const task of tasks) await task.execute()
}
