package route_test

import (
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/link"
)

func TestReach(t *testing.T) {
	t.Parallel()
	inventory := joined(t, map[string]string{
		"app.ts": `
import express from 'express'
import { list } from './orders'
const app = express()
app.get('/orders', list)
app.get('/inline', (req, res) => {
  res.json(inner())
})
function inner() { return 1 }
function unrelated() { return 1 }`,
		"orders.ts": `
import { OrderStore } from './store'
const store = new OrderStore()
export async function list(req, res) {
  res.json(await store.find())
}`,
		"store.ts": `
export class OrderStore {
  async find() { return this.deep() }
  async deep() { return [] }
}`,
	})
	for function, want := range map[link.Target]string{
		{Path: "orders.ts", Name: "list", Line: 4}:                     "/orders ",
		{Path: "app.ts", Line: 6}:                                      "/inline ",
		{Path: "app.ts", Name: "inner", Line: 9}:                       "/inline res.json",
		{Path: "store.ts", Class: "OrderStore", Name: "find"}:          "/orders list",
		{Path: "store.ts", Class: "OrderStore", Name: "deep", Line: 4}: "",
		{Path: "app.ts", Name: "unrelated", Line: 10}:                  "",
		{}: "",
	} {
		got := ""
		if reach, found := inventory.Reach(function); found {
			got = reach.Route.Path + " " + reach.Through
		}
		if got != want {
			t.Errorf("%+v: %q, want %q", function, got, want)
		}
	}
}
