package orm_test

import (
	"strings"
	"testing"
)

func TestTypeORM(t *testing.T) {
	cases{
		"an entity": {"TypeScript", `
import { Entity, Column, PrimaryGeneratedColumn, ManyToOne, OneToOne, JoinColumn, Index, OneToMany, Unique } from "typeorm";
@Entity({ name: "orders" })
@Index("by", ["customer", "placedAt"])
@Unique(["number"])
export class Order extends Base {
  @PrimaryGeneratedColumn() id: number;
  @Column({ nullable: true, name: "order_number" }) number: string;
  @Index() @Column("timestamptz") placedAt: Date;
  @ManyToOne(() => Customer, (customer) => customer.orders, { nullable: false }) customer: Customer;
  @ManyToOne(() => Shop) @JoinColumn({ name: "shop_id" }) shop: Shop;
  @OneToOne(() => Invoice) @JoinColumn() invoice: Invoice;
  @OneToOne(() => Note, (note) => note.order) note: Note;
  @OneToMany(() => Line, (line) => line.order) lines: Line[];
}
`, `Order=orders id:integer! number=order_number:varchar? placedAt:timestamptz customer=customerId: shop=shop_id:? invoice=invoiceId:? primary(id) index(placedAt) unique(invoiceId) index(customer,placedAt)#by unique(number) foreign(customerId)→Customer foreign(shop_id)→Shop foreign(invoiceId)→Invoice of(Base)`},
		"a base and the usual name": {"TypeScript", `
import { Entity, Column, BaseEntity } from "typeorm";
export abstract class Named { @Column() name: string; }
@Entity() export class OrderLine extends Named { @Column({ unique: true }) code: string; }
`, `
Named name:varchar abstract
OrderLine=order_line code:varchar unique(code) of(Named)`},
		"a migration of SQL": {"TypeScript", "import { MigrationInterface, QueryRunner } from 'typeorm';\nexport class A1700000000000 implements MigrationInterface {\n  transaction = false;\n  async up(queryRunner: QueryRunner): Promise<void> {\n    await queryRunner.query(`CREATE INDEX CONCURRENTLY \"i\" ON \"orders\" (\"shop_id\")`);\n  }\n  async down(queryRunner: QueryRunner) { await queryRunner.query('DROP INDEX \"i\"'); }\n}", `
add-index orders index(shop_id)#i concurrently
down drop-index  i`},
		"a migration of calls": {"TypeScript", `
import { MigrationInterface, QueryRunner, Table, TableColumn, TableIndex, TableForeignKey } from "typeorm";
export class A1 implements MigrationInterface {
  public async up(runner: QueryRunner) {
    await runner.createTable(new Table({ name: "orders", columns: [{ name: "id", type: "int", isPrimary: true }, { name: "shop_id", type: "int", isNullable: true }], foreignKeys: [{ columnNames: ["shop_id"], referencedTableName: "shops", referencedColumnNames: ["id"] }] }), true);
    await runner.addColumn("lines", new TableColumn({ name: "note", type: "text" }));
    await runner.createIndex("lines", new TableIndex({ name: "i", columnNames: ["note"], isUnique: true }));
    await runner.createForeignKey("lines", new TableForeignKey({ columnNames: ["order_id"], referencedTableName: "orders", referencedColumnNames: ["id"] }));
    await runner.dropColumn("lines", "old");
  }
}
`, `
create-table orders: orders id:int shop_id:int? primary(id) foreign(shop_id)→shops
add-column lines note note:text
add-index lines unique(note)#i
add-foreign lines foreign(order_id)→orders
drop-column lines old`},
		"MikroORM": {"TypeScript", `
import { Migration } from "@mikro-orm/migrations";
export class Migration20240101 extends Migration {
  async up() { this.addSql('create table "a" ("b" int not null);'); }
  async down() { this.addSql('drop table "a"'); }
}
`, `
create-table a: a b:integer
down drop-table a`},
	}.run(t)
}

func TestSequelizeTypescript(t *testing.T) {
	t.Parallel()
	facts := read(t, "TypeScript", `import { Table, Column, ForeignKey, Index, DataType, PrimaryKey, Unique, Model, CreatedAt, BelongsTo } from "sequelize-typescript"
@Table({ tableName: "orders" })
class Order extends Model {
  @PrimaryKey
  @Column(DataType.UUID)
  id: string
  @Unique
  @Column({ type: DataType.STRING, field: "order_number" })
  number: string
  @Index("seen")
  @Column(DataType.DATE)
  seenAt: Date
  @Column(DataType.ENUM("a", "b"))
  state: string
  @Column(DataType.VIRTUAL)
  total: number
  @ForeignKey(() => User)
  @Column(DataType.UUID)
  userId: string
  @BelongsTo(() => User, "userId")
  user: User
  @CreatedAt
  createdAt: Date
}`)
	const want = "Order=orders"
	if len(facts.Tables) != 1 {
		t.Fatalf("%+v", facts)
	}
	table := facts.Tables[0]
	var columns []string
	for _, column := range table.Columns {
		columns = append(columns, column.Name+" "+column.Type)
	}
	if got := tableText(table); !strings.HasPrefix(got, want) || strings.Join(columns, ", ") != "id uuid, order_number varchar, seenAt timestamptz, state enum, userId uuid, createdAt timestamp" ||
		len(table.Indexes) != 2 || table.Indexes[1].Name != "seen" || len(table.Foreign) != 1 || table.Foreign[0].Table != "User" || table.Primary[0] != "id" {
		t.Errorf("%s\n%s\n%+v", got, columns, table)
	}
}
