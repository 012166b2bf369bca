package orm_test

import "testing"

func TestDrizzle(t *testing.T) {
	cases{
		"a table": {"TypeScript", `
import { pgTable, serial, integer, text, index, uniqueIndex, primaryKey, foreignKey } from "drizzle-orm/pg-core";
export const orders = pgTable("orders", {
  id: serial("id").primaryKey(),
  customerId: integer("customer_id").notNull().references(() => customers.id, { onDelete: "cascade" }),
  number: text("number").unique(),
  note: text(),
}, (table) => [index("by_customer").on(table.customerId, table.number.desc()), uniqueIndex().on(sql` + "`lower(${table.note})`" + `)]);
export const lines = pgTable("lines", { orderId: integer("order_id"), item: integer() }, (t) => ({
  pk: primaryKey({ columns: [t.orderId, t.item] }),
  fk: foreignKey({ columns: [t.orderId], foreignColumns: [orders.id] }),
}));
export const ordersRelations = relations(orders, ({ one }) => ({ customer: one(customers) }));
`, `
orders=orders id:serial! customerId=customer_id:integer number:text? note:text? primary(id) unique(number) index(customerId,number)#by_customer unique((sql` + "`lower(${table.note})`" + `)) foreign(customer_id)→customers
lines=lines orderId=order_id:integer? item:integer? primary(orderId,item) foreign(orderId)→orders`},
		"a creator, a schema and what is no table": {"TypeScript", `
import { pgTableCreator, pgSchema, text } from "drizzle-orm/pg-core";
const createTable = pgTableCreator((name) => "app_" + name);
const own = pgSchema("own");
export const a = createTable("a", { x: text("x") });
export const b = own.table("b", { x: text("x") }, extras);
export const c = makeTable("c", { x: text("x") });
`, "a=a x:text?\nb=b x:text? open"},
	}.run(t)
}

func TestKnexMigrations(t *testing.T) {
	cases{
		"tables and changes": {"JavaScript", `
exports.up = function (knex) {
  return knex.schema
    .createTable("orders", (table) => {
      table.increments();
      table.integer("customer_id").unsigned().notNullable().references("id").inTable("customers").onDelete("CASCADE");
      table.uuid("shop").references("shops.id").index();
      table.string("number").unique();
      table.timestamps();
      table.index(["number", "shop"], "by_number");
    })
    .alterTable("lines", (t) => { t.integer("order_id"); t.foreign("order_id").references("orders.id"); t.dropColumn("old"); t.string("name").alter(); });
};
exports.down = async (knex) => { await knex.schema.dropTable("orders"); };
`, `
create-table orders: orders id:integer! customer_id:integer shop:uuid? number:varchar? created_at:timestamp? updated_at:timestamp? primary(id) index(shop) unique(number) index(number,shop)#by_number foreign(customer_id)→customers foreign(shop)→shops
drop-column lines old
add-column lines order_id order_id:integer?
add-foreign lines foreign(order_id)→orders
down drop-table orders`},
		"SQL, without a transaction": {"TypeScript", `
import { Knex } from "knex";
export async function up(knex: Knex) { await knex.raw('CREATE INDEX CONCURRENTLY i ON orders (shop_id)'); }
export const config = { transaction: false };
`, "add-index orders index(shop_id)#i concurrently"},
		"a query that makes no table": {"JavaScript", "const knex = require('knex')(c);\nmodule.exports.find = (t) => knex(t).where({ a: 1 }).index('x');\n", ""},
	}.run(t)
}

func TestSequelize(t *testing.T) {
	cases{
		"a migration": {"JavaScript", `
module.exports = {
  up: async (queryInterface, Sequelize) => {
    await queryInterface.createTable("orders", {
      id: { type: Sequelize.UUID, allowNull: false, primaryKey: true },
      customerId: { type: Sequelize.UUID, references: { model: "customers", key: "id" } },
      number: { type: Sequelize.STRING, unique: true, allowNull: false },
    });
    await queryInterface.addColumn("lines", "orderId", { type: Sequelize.UUID, references: { model: { tableName: "orders" } } });
    await queryInterface.addIndex("orders", ["customerId", "number"], { name: "by", concurrently: true });
    await queryInterface.addIndex("lines", { fields: ["orderId"], unique: true });
    await queryInterface.sequelize.query("CREATE INDEX i ON lines (a)");
  },
  down: async (queryInterface) => { await queryInterface.dropTable("orders"); },
};
`, `
create-table orders: orders id:uuid customerId:uuid? number:varchar primary(id) unique(number) foreign(customerId)→customers
add-column lines orderId orderId:uuid?
add-foreign lines foreign(orderId)→orders
add-index orders index(customerId,number)#by concurrently
add-index lines unique(orderId)
add-index lines index(a)#i
down drop-table orders`},
		"models": {"JavaScript", `
const { Model, DataTypes } = require("sequelize");
module.exports = (sequelize) => {
  const Order = sequelize.define("Order", { number: DataTypes.STRING, customerId: { type: DataTypes.INTEGER, field: "customer_id", references: { model: Customer } } }, { indexes: [{ fields: ["number"], unique: true }] });
  class Line extends Model {}
  Line.init({ amount: { type: DataTypes.INTEGER, allowNull: false } }, { sequelize, modelName: "Line", tableName: "order_lines" });
  app.init({ a: 1 }, { port: 80 });
};
`, `
Order=Orders number:varchar? customerId=customer_id:integer? id:integer! primary(id) unique(number) foreign(customer_id)→Customer
Line=order_lines amount:integer id:integer! primary(id)`},
	}.run(t)
}
