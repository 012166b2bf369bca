package lowering_test

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/lowering"
	"github.com/golive-app/golive/checks/evidence/source/program"
)

// origins returns where the callee of every call of a file comes from, in the
// order of the functions that they stand in.
func origins(t *testing.T, language, code string) string {
	t.Helper()
	file, err := lowering.Parse(language, []byte(code))
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, function := range file.Functions {
		program.VisitStatements(function.Body, nil, func(x program.Expression) bool {
			if call, ok := x.(*program.Call); ok {
				found = append(found, function.Origin(call.Callee))
			}
			return true
		})
	}
	return strings.Join(found, "\n")
}

func TestOriginsInScripts(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, language, code, want string }{
		{"an express app", "JavaScript", `
const express = require("express");
const { Router: router, json } = require("express");
const orders = router();
const app = express();
app.use(json());
orders.get("/", (req, res) => res.json(req.query.id));`, `require
require
express.Router
express
express().use
express.json
express.Router().get
res.json`},
		{"imports of each form", "TypeScript", `
import fs, { readFile as read } from "node:fs";
import * as path from "path";
import knex = require("knex");
fs.stat(a); read(a); path.join(a); knex({}).select();
(await import("pg")).connect();`, `fs.stat
fs.readFile
path.join
knex().select
knex
pg.connect
import`},
		{"a service with what it is given", "TypeScript", `
import { PrismaService } from "../prisma.service";
import { Repository } from "typeorm";
export class Orders {
  private logger = new Logger(Orders.name);
  constructor(private readonly prisma: PrismaService, @InjectRepository(Order) private orders: Repository<Order>, plain: Plain) { this.cache = new Cache(); }
  list = async () => this.prisma.order.findMany();
  async one(id: string) { this.logger.log(id); this.cache.get(id); return ids.map(() => this.orders.find(id)); }
}`, `Cache
../prisma.service.PrismaService().order.findMany
Logger().log
Cache().get
ids.map
typeorm.Repository().find`},
		{"parameters with a type", "TypeScript", `
import type { Pool } from "pg";
function list(db: Pool | null, tx?: Prisma.TransactionClient, other) { db.query(); tx.order.find(); other.run(); }`, `pg.Pool().query
Prisma.TransactionClient().order.find
other.run`},
		{"another name for a type", "TypeScript", `
import { PrismaClient } from "@prisma/client";
type Database = PrismaClient;
const find = (db: Database) => db.order.findMany();`, `@prisma/client.PrismaClient().order.findMany`},
		{"a value beside an interface of its name", "TypeScript", `
import { model } from "mongoose";
interface Order { id: string }
const Order = model<Order>("Order", schema);
Order.find();`, `mongoose.model
mongoose.model().find`},
		{"names that are given a value twice", "JavaScript", `
let db = require("pg"); db = require("mysql"); db.query();`, `require
require
db.query`},
		{"names that hide others", "JavaScript", `
const db = require("pg");
function one(db) { db.query(); }
function two() { const db = connect(); db.query(); }
function three() { db.query(); }`, `require
db.query
connect
connect().query
pg.query`},
		{"what loops give", "TypeScript", `
import { Pool } from "pg";
const pools = [new Pool()];
for (const pool of list()) pool.query();
for (const key in list()) key.trim();`, `pg.Pool
list
list()[].query
list
key.trim`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := origins(t, test.language, test.code); got != test.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, test.want)
			}
		})
	}
}
