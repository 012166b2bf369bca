package taint_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/link"
	"github.com/golive-app/golive/checks/evidence/source/lowering"
	"github.com/golive-app/golive/checks/evidence/source/taint"
)

func TestFlowsFromFileToFile(t *testing.T) {
	t.Parallel()
	manifests := map[string][]byte{"packages/storage/package.json": []byte(`{"name": "acme-storage", "main": "index.ts"}`)}
	for name, test := range map[string]struct {
		language string
		files    map[string]string
		want     []string // "path:line class source→step…"
	}{
		"a handler and what reads the database": {"TypeScript", map[string]string{
			"src/routes.ts": "import { find, count } from './orders'\napp.get('/orders', async (req, res) => {\n  const name = req.query.name\n  await find(name)\n  await count(Number(name))\n})\n",
			"src/orders.ts": "import { pool } from './db'\nexport async function find(name: string) {\n  return pool.query(\"SELECT * FROM orders WHERE name = '\" + name + \"'\")\n}\nexport async function count(id: number) {\n  return pool.query('SELECT * FROM orders WHERE id = ' + id)\n}\n",
		}, []string{"src/orders.ts:3 sql sure src/routes.ts:3 src/routes.ts:4"}},
		"a service in a field": {"TypeScript", map[string]string{
			"src/orders.controller.ts": "import { OrdersService } from './orders.service'\nexport class OrdersController {\n  constructor(private readonly orders: OrdersService) {}\n  @Get()\n  find(@Query('name') name: string) {\n    return this.orders.find({ name })\n  }\n}\n",
			"src/orders.service.ts":    "export class OrdersService {\n  constructor(private readonly dataSource: DataSource) {}\n  find(filter: Filter) {\n    this.dataSource.query(`SELECT * FROM orders WHERE id = ${filter.id}`)\n    return this.dataSource.query(`SELECT * FROM orders WHERE name = '${filter.name}'`)\n  }\n}\n",
		}, []string{"src/orders.service.ts:5 sql sure src/orders.controller.ts:5 src/orders.controller.ts:6"}},
		"a repository behind a service behind a controller": {"TypeScript", map[string]string{
			"a.ts": "import { Files } from './b'\nexport class Controller {\n  private files = new Files()\n  get = async (req: Request<{ name: string }>, res: Response) => {\n    const { name } = req.params\n    res.json(await this.files.read(name))\n    res.json(await this.files.readBase(name))\n  }\n}\n",
			"b.ts": "import path from 'node:path'\nimport { Disk } from './c'\nexport class Files {\n  constructor(private readonly disk: Disk) {}\n  async read(name: string) { return this.disk.load(name) }\n  async readBase(name: string) {\n    return this.disk.load(path.basename(name))\n  }\n}\n",
			"c.ts": "import fs from 'fs/promises'\nimport path from 'path'\nexport class Disk {\n  async load(name: string) {\n    return fs.readFile(path.join('/data', name))\n  }\n}\n",
		}, []string{"c.ts:5 path sure a.ts:5 a.ts:6 b.ts:5"}},
		"a path that another file makes": {"TypeScript", map[string]string{
			"a.ts": "import service from './b'\napp.delete('/docs/:name', async (req, res) => {\n  await service.remove(req.params.name)\n})\n",
			"b.ts": "import fs from 'fs'\nimport { placeOf, baseOf } from './c'\nconst remove = async (name: string) => {\n  const safe = baseOf(name)\n  fs.unlinkSync(safe)\n  const place = placeOf(name)\n  fs.unlinkSync(place)\n}\nexport default { remove }\n",
			"c.ts": "import path from 'path'\nexport const placeOf = (name: string) => path.resolve('/data', `${name}.md`)\nexport const baseOf = (name: string) => path.resolve('/data', path.basename(name))\n",
		}, []string{"b.ts:7 path sure a.ts:3 a.ts:3 b.ts:6"}},
		"what a function of another file returns goes on to a third": {"TypeScript", map[string]string{
			"a.ts": "import { trimmed, numbered } from './b'\nimport { run } from './c'\napp.post('/run', (req, res) => {\n  const name = trimmed(req.body.name)\n  run(name)\n  run(numbered(req.body.id))\n})\n",
			"b.ts": "export function trimmed(name: string) { return name.trim() }\nexport function numbered(id: string) { return Number(id) }\n",
			"c.ts": "import { exec } from 'child_process'\nexport function run(name: string) {\n  exec(`run ${name}`)\n}\n",
		}, []string{"c.ts:3 command sure a.ts:4 a.ts:4 a.ts:5"}},
		"a helper of the same file between": {"TypeScript", map[string]string{
			"a.ts": "import { run } from './b'\nfunction start(name: string) {\n  return run(name)\n}\napp.post('/run', (req, res) => {\n  start(req.body.name)\n  start('all')\n})\n",
			"b.ts": "import { exec } from 'child_process'\nexport function run(name: string) {\n  exec(`run ${name}`)\n}\n",
		}, []string{"b.ts:3 command sure a.ts:6 a.ts:6 a.ts:3"}},
		"an object that a function elsewhere makes": {"TypeScript", map[string]string{
			"a.ts": "import { instance } from './b'\nimport { Orders } from './c'\nexport async function list(req: Request, res: Response) {\n  const { q, n } = req.query\n  await instance().find(q)\n  await new Orders().search({ n: Number(n), q: 'a' })\n}\n",
			"b.ts": "import { Orders } from './c'\nclass Service {\n  private orders = new Orders()\n  find(q: string) { return this.orders.search({ q }) }\n}\nlet one: Service\nexport function instance(): Service { return (one ??= new Service()) }\n",
			"c.ts": "import { pool } from './db'\nexport class Orders {\n  search({ q, n }: Filter) {\n    return pool.query(`SELECT * FROM orders WHERE n = ${n} AND q = '${q}'`)\n  }\n}\n",
		}, []string{"c.ts:4 sql sure a.ts:4 a.ts:5 b.ts:4"}},
		"a class elsewhere may say what its fields are": {"TypeScript", map[string]string{
			"a.ts": "import { Create } from './dto'\nimport { Hooks } from './b'\nexport class Controller {\n  constructor(private hooks: Hooks) {}\n  @Post()\n  create(@Body() order: Create) { return this.hooks.run(order) }\n}\n",
			"b.ts": "import { exec } from 'child_process'\nexport class Hooks {\n  run(order: Create) {\n    exec(`run ${order.name}`)\n  }\n}\n",
		}, []string{"b.ts:4 command a.ts:6 a.ts:6"}},
		"a procedure that a router elsewhere has": {"TypeScript", map[string]string{
			"a.ts": "import { add } from './b'\nexport const addHandler = async ({ ctx, input }: { ctx: Context; input: Add }) => {\n  return add({ ...input, user: ctx.user.id })\n}\nexport const other = ({ input, label }: Props) => add({ tag: input })\n",
			"b.ts": "import { db } from './db'\nexport const add = ({ tag, user }: Add & { user: number }) => {\n  return db.$executeRawUnsafe(`INSERT INTO tags SELECT 1 WHERE a = '${tag}'`)\n}\n",
		}, []string{"b.ts:3 sql a.ts:2 a.ts:3"}},
		"a schema elsewhere may say what its fields are": {"TypeScript", map[string]string{
			"a.ts": "import { add } from './b'\nimport { schema } from './schema'\nexport const router = t.router({\n  add: t.procedure.input(schema).mutation(({ input }) => add(input.tag)),\n  own: t.procedure.input(z.object({ tag: z.enum(['a', 'b']) })).mutation(({ input }) => add(input.tag)),\n})\n",
			"b.ts": "import { db } from './db'\nexport const add = (tag: string) => {\n  return db.$executeRawUnsafe(`INSERT INTO tags SELECT 1 WHERE a = '${tag}'`)\n}\n",
		}, []string{"b.ts:3 sql a.ts:4 a.ts:4"}},
		"which field of an object within another is likely": {"TypeScript", map[string]string{
			"a.ts": "import { add } from './b'\napp.get('/', (req, res) => add({ data: { tag: req.query.tag, user: 1 } }))\n",
			"b.ts": "import { insert } from './c'\nexport const add = ({ data }: Add) => insert(data)\n",
			"c.ts": "import { db } from './db'\nexport const insert = (data: Data) => {\n  return db.$executeRawUnsafe(`INSERT INTO tags SELECT 1 WHERE a = '${data.user}'`)\n}\n",
		}, []string{"c.ts:3 sql a.ts:2 a.ts:2 b.ts:2"}},
		"a package of the repository that has no scope": {"TypeScript", map[string]string{
			"server/a.ts":               "import { load } from 'acme-storage'\nimport { load as other } from 'some-library'\napp.get('/', (req, res) => {\n  load(req.query.name)\n  other(req.query.name)\n})\n",
			"packages/storage/index.ts": "import fs from 'fs'\nexport function load(name: string) {\n  return fs.createReadStream('/data/' + name)\n}\n",
		}, []string{"packages/storage/index.ts:3 path sure server/a.ts:4 server/a.ts:4"}},
		"functions that call each other in a circle": {"TypeScript", map[string]string{
			"a.ts": "import { b } from './b'\nexport function a(x: string) { return b(x) }\napp.get('/', (req, res) => { a(req.query.x); res.end(b(req.query.x)) })\n",
			"b.ts": "import { a } from './a'\nexport function b(x: string) { return a(x) }\n",
		}, nil},
		"a function that returns what came in": {"Python", map[string]string{
			"shop/inputs.py": "from flask import request\ndef name():\n    return request.args['name']\n",
			"shop/views.py":  "from shop.inputs import name\ndef view(cursor):\n    cursor.execute(\"SELECT * FROM t WHERE a = '%s'\" % name())\n",
		}, []string{"shop/views.py:3 sql sure shop/inputs.py:3 shop/views.py:3"}},
		"a package of Go": {"Go", map[string]string{
			"orders.go":  "package shop\n\nimport \"net/http\"\n\nfunc (s *Server) orders(w http.ResponseWriter, r *http.Request) {\n\ts.find(r.FormValue(\"name\"))\n}\n",
			"queries.go": "package shop\n\nimport \"database/sql\"\n\ntype Server struct{ db *sql.DB }\n\nfunc (s *Server) find(name string) {\n\ts.db.Query(\"SELECT * FROM orders WHERE name = '\" + name + \"'\")\n}\n",
		}, []string{"queries.go:8 sql sure orders.go:6 orders.go:6"}},
		"which of several results of Go it is": {"Go", map[string]string{
			"files.go": "package shop\n\nimport (\n\t\"net/http\"\n\t\"os\"\n)\n\nfunc files(w http.ResponseWriter, r *http.Request) {\n\tfield, kind, ok := names(r)\n\tif !ok {\n\t\treturn\n\t}\n\tos.Remove(field[\"a\"])\n\tos.Remove(kind)\n}\n",
			"names.go": "package shop\n\nimport \"net/http\"\n\nfunc names(r *http.Request) (fields map[string]string, kind string, ok bool) {\n\tfields = map[string]string{}\n\tfields[\"a\"] = r.FormValue(\"a\")\n\tkind, ok = \"b\", true\n\treturn\n}\n",
		}, []string{"files.go:13 path sure names.go:7 files.go:9"}},
		"which element of what another file of Go returns it is": {"Go", map[string]string{
			"files.go":  "package shop\n\nimport (\n\t\"net/http\"\n\t\"os\"\n)\n\nfunc files(w http.ResponseWriter, r *http.Request) {\n\tall := hold(r.FormValue(\"a\"))\n\tos.Remove(all.names[0])\n\tos.Remove(all.names[1])\n\tgiven := holdAll([]string{\"a\", r.FormValue(\"b\")})\n\tos.Remove(given.names[0])\n\tos.Remove(given.names[1])\n\tlonger := holdMore(r.FormValue(\"c\"))\n\tos.Remove(longer.names[0])\n\tos.Remove(longer.names[1])\n\tos.Remove(longer.other)\n}\n",
			"holder.go": "package shop\n\ntype holder struct{ names []string; other string }\n\nfunc hold(name string) *holder { return holdAll([]string{name, \"\"}) }\n\nfunc holdAll(names []string) *holder { return &holder{names: names} }\n\nfunc holdMore(name string) *holder {\n\tmade := &holder{names: []string{\"\"}}\n\tmade.names = append(made.names, name)\n\treturn made\n}\n",
		}, []string{"files.go:10 path sure files.go:9 files.go:9", "files.go:14 path sure files.go:12 files.go:12", "files.go:17 path sure files.go:15 files.go:15"}},
		"what is checked of one result of Go is checked of all": {"Go", map[string]string{
			"run.go":   "package shop\n\nimport (\n\t\"net/http\"\n\t\"os/exec\"\n\t\"slices\"\n)\n\nfunc run(w http.ResponseWriter, r *http.Request, known []string) {\n\tcommand, name, err := parse(r.FormValue(\"a\"))\n\tif err != nil || !slices.Contains(known, name) {\n\t\treturn\n\t}\n\texec.Command(command[0], command[1:]...)\n}\n",
			"parse.go": "package shop\n\nimport \"strings\"\n\nfunc parse(raw string) (command []string, name string, err error) {\n\tname, _, _ = strings.Cut(raw, \" \")\n\tcommand = append(command, name)\n\treturn command, name, nil\n}\n",
		}, nil},
		"what a function of Go is called says less than what it does": {"Go", map[string]string{
			"files.go": "package shop\n\nimport (\n\t\"net/http\"\n\t\"os\"\n)\n\nfunc files(w http.ResponseWriter, r *http.Request) {\n\tos.Remove(\"/data/\" + Clean(r.FormValue(\"a\")))\n\tos.Remove(\"/data/\" + CleanName(r.FormValue(\"b\")))\n}\n",
			"paths.go": "package shop\n\nimport (\n\t\"path\"\n\t\"strings\"\n)\n\nfunc Clean(name string) string { return strings.Trim(path.Clean(\"/\"+name), \"/\") }\n\nfunc CleanName(name string) string { return strings.TrimSpace(name) }\n",
		}, []string{"files.go:10 path sure files.go:10 files.go:10"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var inputs []link.Input
			facts := map[string]taint.Facts{}
			for path, code := range test.files {
				file, err := lowering.Parse(test.language, []byte(code))
				if err != nil {
					t.Fatal(err)
				}
				facts[path] = taint.Read(file)
				inputs = append(inputs, link.Input{Path: path, Language: test.language, Facts: link.Read(file)})
			}
			var found []string
			for _, one := range taint.Link(facts, taint.Callees(link.New(inputs, manifests))) {
				line := fmt.Sprintf("%s:%d %s", one.Path, one.Flow.Sink.Line, one.Flow.Sink.Class)
				if one.Flow.Sure {
					line += " sure"
				}
				for _, place := range append([]taint.Place{one.Flow.Source}, one.Flow.Steps...) {
					line += fmt.Sprintf(" %s:%d", place.Path, place.Line)
				}
				found = append(found, line)
			}
			if !slices.Equal(found, test.want) {
				t.Errorf("found %q, want %q\n%+v", found, test.want, facts)
			}
		})
	}
}
