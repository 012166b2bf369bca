package link

import "testing"

// A row is a file that calls, the origin of what it calls, and what that is.
type call struct{ from, origin, want string }

func check(t *testing.T, files map[string]string, calls []call) {
	t.Helper()
	index := tree(t, files)
	for _, one := range calls {
		if got := told(index.Callee(one.from, one.origin)); got != one.want {
			t.Errorf("%s: %s is %s, want %s", one.from, one.origin, got, one.want)
		}
	}
}

func TestCalleeInScripts(t *testing.T) {
	t.Parallel()
	check(t, map[string]string{
		"src/routes.ts": `import { find, Orders, service, handled } from "./orders";
import orders from "./catalogue.service";
import * as all from "./orders";
import handler, { other } from "./handler";
import { find as first, deep, everything } from "./index";
import legacy from "./legacy";
import { make } from "./make";
import { Repository } from "./repository";
const lazy = () => import("./lazy");
function local() {}
const wrapped = handled(async (request) => {});
`,
		"src/orders.ts": `import { Base } from "./base";
export async function find(id: string) {}
export class Orders extends Base {
  constructor(private readonly store: Base) {}
  load(id: string) {}
  static create() { return new Orders(); }
}
export const service = new Orders();
export const handled = (inner) => wrap(async (request, response) => inner(request));
`,
		"src/base.ts":              "export class Base {\n  save() {}\n}\n",
		"src/catalogue.service.ts": "const find = () => {};\nexport default { find, create() {}, remove: async () => {}, base: new Base() };\nclass Base { go() {} }\n",
		"src/handler.ts":           "export default async function (request, response) {}\nexport const other = () => {};\n",
		"src/index.ts":             "export * from './deep';\nexport { find } from './orders';\nexport * as everything from './orders';\n",
		"src/deep/index.tsx":       "export * from '../index';\nexport function deep() {}\n",
		"src/legacy.js":            "function Legacy(db) {\n  this.load = function (id) {};\n}\nLegacy.prototype.save = function () {};\nmodule.exports = Legacy;\n",
		"src/make.ts":              "export function make(db) {\n  const find = () => {};\n  return { find, create() {} };\n}\n",
		"src/repository.ts":        "export interface Repository { byId(id: string): void }\n",
		"src/postgres.ts":          "import { Repository as Port } from './repository';\nexport class Postgres implements Port {\n  byId(id: string) {}\n}\n",
		"src/mock.ts":              "import { Repository } from './repository';\nexport class MockRepository implements Repository { byId() {} }\n",
		"src/lazy.js":              "exports.run = function () {};\nexports.again = () => {};\n",
		"src/common.js": `const lazy = require("./lazy");
const { run } = require("./lazy");
const make = require("./handlers")(lazy);
`,
		"src/handlers.js": "module.exports = (lazy) => {};\nmodule.exports.extra = function () {};\n",
	}, []call{
		{"src/routes.ts", "./orders.find", "src/orders.ts:2 find"},
		{"src/routes.ts", "./orders.Orders", "src/orders.ts:4 Orders.constructor"},
		{"src/routes.ts", "./orders.Orders().load", "src/orders.ts:5 Orders.load"},
		{"src/routes.ts", "./orders.Orders().save", "src/base.ts:2 Base.save"},
		{"src/routes.ts", "./orders.Orders().store.save", "src/base.ts:2 Base.save"},
		{"src/routes.ts", "./orders.Orders.create", "src/orders.ts:6 Orders.create"},
		{"src/routes.ts", "./orders.Orders.create().load", "src/orders.ts:5 Orders.load"},
		{"src/routes.ts", "./orders.service.load", "src/orders.ts:5 Orders.load"},
		{"src/routes.ts", "./orders.handled", "src/orders.ts:9 handled"},
		{"src/routes.ts", "./orders.missing", "-"},
		{"src/routes.ts", "./catalogue.service.find", "src/catalogue.service.ts:1 find"},
		{"src/routes.ts", "./catalogue.service.create", "src/catalogue.service.ts:2 default.create"},
		{"src/routes.ts", "./catalogue.service.remove", "src/catalogue.service.ts:2 default.remove"},
		{"src/routes.ts", "./catalogue.service.base.go", "src/catalogue.service.ts:3 Base.go"},
		{"src/routes.ts", "./handler", "src/handler.ts:1 default"},
		{"src/routes.ts", "./handler.other", "src/handler.ts:2 other"},
		{"src/routes.ts", "./index.find", "src/orders.ts:2 find"},
		{"src/routes.ts", "./index.deep", "src/deep/index.tsx:2 deep"},
		{"src/routes.ts", "./index.everything.find", "src/orders.ts:2 find"},
		{"src/routes.ts", "./index.nowhere", "-"},
		{"src/routes.ts", "./legacy", "src/legacy.js:1 Legacy"},
		{"src/routes.ts", "./legacy().load", "src/legacy.js:2 load"},
		{"src/routes.ts", "./legacy().save", "src/legacy.js:4 Legacy.save"},
		{"src/routes.ts", "./make.make().find", "src/make.ts:2 find"},
		{"src/routes.ts", "./make.make().create", "src/make.ts:3 create"},
		{"src/routes.ts", "./repository.Repository().byId", "src/postgres.ts:3 Postgres.byId"},
		{"src/routes.ts", "./lazy.run", "src/lazy.js:1 run"},
		{"src/routes.ts", "local", "src/routes.ts:10 local"},
		{"src/routes.ts", "wrapped", "src/routes.ts:11 wrapped"},
		{"src/routes.ts", "express.Router", "-"},
		{"src/routes.ts", "request.query.id", "-"},
		{"src/routes.ts", "", "-"},
		{"src/common.js", "./lazy.run", "src/lazy.js:1 run"},
		{"src/common.js", "./lazy.again", "src/lazy.js:2 again"},
		{"src/common.js", "./handlers", "src/handlers.js:1 default"},
		{"src/common.js", "./handlers.extra", "src/handlers.js:2 extra"},
		{"src/nowhere.js", "./lazy.run", "-"},
	})
}

func TestCalleeInPython(t *testing.T) {
	t.Parallel()
	check(t, map[string]string{
		"backend/manage.py":       "",
		"backend/app/__init__.py": "",
		"backend/app/views.py": `from app.services import orders, get_total
from app.services.orders import OrderService, service
from . import helpers
from .models import Order
from .star import *
import app.services.orders as renamed
import app.deep
from ..elsewhere import nothing

def view(request):
    from .late import late
`,
		"backend/app/services/__init__.py": "from .totals import total as get_total\nfrom .orders import *\n",
		"backend/app/services/totals.py":   "def total(order): pass\n",
		"backend/app/services/orders.py": `from app.base import Base
def get_order(id): pass
class OrderService(Base):
    def __init__(self, store: Base):
        self.store = store
        self.helper = Base()
    def find(self, id): pass
    @classmethod
    def build(cls) -> "OrderService": pass
service = OrderService(None)
def make() -> OrderService: pass
`,
		"backend/app/base.py":      "class Base:\n    def save(self): pass\n",
		"backend/app/helpers.py":   "def slug(text): pass\n",
		"backend/app/models.py":    "class Order:\n    def total(self): pass\n",
		"backend/app/star.py":      "def starred(): pass\n",
		"backend/app/late.py":      "def late(): pass\n",
		"backend/app/deep.py":      "def dig(): pass\n",
		"scripts/run.py":           "import tools\nfrom backend.app.models import Order\n",
		"scripts/tools.py":         "def use(): pass\n",
		"other/tools.py":           "def use(): pass\n",
		"other/main.py":            "import tools\nimport backendless\n",
		"lib/src/backendless.py":   "def a(): pass\n",
		"lib/pyproject.toml":       "",
		"twice/one/pyproject.toml": "", "twice/one/shared.py": "def a(): pass\n",
		"twice/two/pyproject.toml": "", "twice/two/shared.py": "def a(): pass\n",
		"third/main.py": "import shared\n",
	}, []call{
		{"backend/app/views.py", "app.services.orders.get_order", "backend/app/services/orders.py:2 get_order"},
		{"backend/app/views.py", "app.services.get_total", "backend/app/services/totals.py:1 total"},
		{"backend/app/views.py", "app.services.orders.OrderService", "backend/app/services/orders.py:4 OrderService.__init__"},
		{"backend/app/views.py", "app.services.orders.OrderService().find", "backend/app/services/orders.py:7 OrderService.find"},
		{"backend/app/views.py", "app.services.orders.OrderService().save", "backend/app/base.py:2 Base.save"},
		{"backend/app/views.py", "app.services.orders.OrderService().store.save", "backend/app/base.py:2 Base.save"},
		{"backend/app/views.py", "app.services.orders.OrderService().helper.save", "backend/app/base.py:2 Base.save"},
		{"backend/app/views.py", "app.services.orders.OrderService.build().find", "backend/app/services/orders.py:7 OrderService.find"},
		{"backend/app/views.py", "app.services.orders.service.find", "backend/app/services/orders.py:7 OrderService.find"},
		{"backend/app/views.py", "app.services.orders.make().find", "backend/app/services/orders.py:7 OrderService.find"},
		{"backend/app/views.py", ".helpers.slug", "backend/app/helpers.py:1 slug"},
		{"backend/app/views.py", ".models.Order().total", "backend/app/models.py:2 Order.total"},
		{"backend/app/views.py", ".models.Order", "backend/app/models.py:1 Order"},
		{"backend/app/views.py", "starred", "backend/app/star.py:1 starred"},
		{"backend/app/views.py", ".late.late", "backend/app/late.py:1 late"},
		{"backend/app/views.py", "app.deep.dig", "backend/app/deep.py:1 dig"},
		{"backend/app/views.py", "...elsewhere.nothing", "-"},
		{"scripts/run.py", "tools.use", "scripts/tools.py:1 use"},
		{"scripts/run.py", "backend.app.models.Order().total", "backend/app/models.py:2 Order.total"},
		{"other/main.py", "tools.use", "other/tools.py:1 use"},
		{"other/main.py", "backendless.a", "lib/src/backendless.py:1 a"},
		{"third/main.py", "shared.a", "-"},
	})
}

func TestCalleeInGo(t *testing.T) {
	t.Parallel()
	check(t, map[string]string{
		"go.mod": "module github.com/acme/shop\n\nrequire github.com/acme/kit v1.0.0\n\nreplace github.com/acme/kit => ./kit\n",
		"cmd/shop/main.go": `package main
import (
	"github.com/acme/shop/store"
	orders "github.com/acme/shop/internal/orders/v2"
	"github.com/acme/kit/log"
	"github.com/acme/tools/lint"
	. "github.com/acme/shop/dotted"
	"github.com/acme/shopping/cart"
)
func main() { run() }
`,
		"cmd/shop/run.go": "package main\nfunc run() {}\ntype app struct { store *storeAlias }\nfunc (a *app) start() {}\n",
		"store/store.go":  "package store\ntype Store struct { cache Cache }\ntype Cache interface { Get(key string) string }\nfunc New() (*Store, error) { return nil, nil }\n",
		"store/load.go":   "package store\nimport \"github.com/acme/kit/log\"\nfunc (s *Store) Load(id string) {}\nvar Default, _ = New()\nvar Logger = log.New()\n",
		"store/redis.go":  "package store\ntype redis struct{}\nfunc (r redis) Get(key string) string { return \"\" }\nfunc (r redis) Set(key string) {}\n",
		"store/fake.go":   "package store\ntype fakeCache struct{}\nfunc (fakeCache) Get(key string) string { return \"\" }\n",
		"store/x_test.go": "package store\nfunc New() *Store { return nil }\n",
		"internal/orders/v2/orders.go": "package orders\nimport \"github.com/acme/shop/store\"\n" +
			"type Base struct{}\nfunc (b *Base) Close() {}\ntype Orders struct {\n\t*Base\n\tstore *store.Store\n}\nfunc Make() Orders { return Orders{} }\n",
		"kit/go.mod":         "module github.com/acme/kit\n",
		"kit/log/log.go":     "package log\ntype Logger struct{}\nfunc New() *Logger { return nil }\nfunc (l *Logger) Info(text string) {}\n",
		"tools/go.mod":       "module github.com/acme/tools\n",
		"tools/lint/a.go":    "package lint\nfunc Run() {}\n",
		"dotted/dotted.go":   "package dotted\nfunc Dot() {}\n",
		"shopping/cart/c.go": "package cart\nfunc Buy() {}\n",
	}, []call{
		{"cmd/shop/main.go", "github.com/acme/shop/store.New", "store/store.go:4 New"},
		{"cmd/shop/main.go", "github.com/acme/shop/store.Store().Load", "store/load.go:3 Store.Load"},
		{"cmd/shop/main.go", "github.com/acme/shop/store.New().Load", "store/load.go:3 Store.Load"},
		{"cmd/shop/main.go", "github.com/acme/shop/store.Store().cache.Get", "store/redis.go:3 redis.Get"},
		{"cmd/shop/main.go", "github.com/acme/shop/store.Logger.Info", "kit/log/log.go:4 Logger.Info"},
		{"cmd/shop/main.go", "github.com/acme/shop/internal/orders/v2.Orders().Close", "internal/orders/v2/orders.go:4 Base.Close"},
		{"cmd/shop/main.go", "github.com/acme/shop/internal/orders/v2.Make().store.Load", "store/load.go:3 Store.Load"},
		{"cmd/shop/main.go", "github.com/acme/kit/log.New().Info", "kit/log/log.go:4 Logger.Info"},
		{"cmd/shop/main.go", "github.com/acme/tools/lint.Run", "tools/lint/a.go:2 Run"},
		{"cmd/shop/main.go", "run", "cmd/shop/run.go:2 run"},
		{"cmd/shop/main.go", "Dot", "dotted/dotted.go:2 Dot"},
		{"cmd/shop/main.go", "github.com/acme/shopping/cart.Buy", "-"},
		{"cmd/shop/main.go", "app().start", "cmd/shop/run.go:4 app.start"},
		{"cmd/shop/main.go", "fmt.Println", "-"},
	})
}

// TestGoWithoutModules finds packages of repositories that have no go.mod.
func TestGoWithoutModules(t *testing.T) {
	t.Parallel()
	const store = "package store\nfunc Load() {}\n"
	for name, test := range map[string]struct {
		files map[string]string
		calls []call
	}{
		"what most imports stand under": {map[string]string{
			"store/store.go":     store,
			"api/api.go":         "package api\nimport (\n\t\"fmt\"\n\t\"github.com/acme/shop/store\"\n\t\"github.com/acme/shop/api/user\"\n\t\"github.com/acme/kit/log\"\n)\n",
			"api/user/user.go":   "package user\nfunc Load() {}\n",
			"log/log.go":         "package log\nfunc Info() {}\n",
			"cmd/shop/main.go":   "package main\nimport \"github.com/acme/shop/api/user\"\n",
			"web/node/server.js": "",
		}, []call{
			{"api/api.go", "github.com/acme/shop/store.Load", "store/store.go:2 Load"},
			{"cmd/shop/main.go", "github.com/acme/shop/api/user.Load", "api/user/user.go:2 Load"},
			{"api/api.go", "github.com/acme/kit/log.Info", "-"},
		}},
		"one folder that is called like another's package": {map[string]string{
			"log/log.go": "package log\nfunc Info() {}\n",
			"main.go":    "package main\nimport \"github.com/acme/kit/log\"\n",
		}, []call{{"main.go", "github.com/acme/kit/log.Info", "-"}}},
		"more that is not there than is": {map[string]string{
			"log/log.go":     "package log\nfunc Info() {}\n",
			"log/level/a.go": "package level\nfunc Set() {}\n",
			"main.go":        "package main\nimport (\n\t\"github.com/acme/kit/log/level\"\n\t\"github.com/acme/kit/a\"\n\t\"github.com/acme/kit/b\"\n)\n",
		}, []call{{"main.go", "github.com/acme/kit/log/level.Set", "-"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			check(t, test.files, test.calls)
		})
	}
}

// TestInterfacesThatALibraryImplements are taken for no type of the repository whose
// method takes something else.
func TestInterfacesThatALibraryImplements(t *testing.T) {
	t.Parallel()
	check(t, map[string]string{
		"go.mod":  "module acme\n",
		"scan.go": "package acme\ntype scannable interface{ Scan(...any) error }\ntype finder interface{ Find(string, int) }\nfunc read(row scannable, all finder) {}\n",
		"lex.go":  "package acme\ntype lexer struct{}\nfunc (l *lexer) Scan(text string, at int) error { return nil }\ntype store struct{}\nfunc (s *store) Find(name string, limit int) {}\n",
	}, []call{
		{"scan.go", "scannable().Scan", "scan.go:2 scannable.Scan"},
		{"scan.go", "finder().Find", "lex.go:5 store.Find"},
	})
}

func TestMethodsThatAreInherited(t *testing.T) {
	t.Parallel()
	index := tree(t, map[string]string{
		"a.ts": "import { Base } from './b';\nexport class Orders extends Base {\n  find() { return this.load() }\n}\n",
		"b.ts": "export abstract class Base {\n  load() {}\n}\n",
	})
	if got := told(index.Method("a.ts", "Orders", "load")); got != "b.ts:2 Base.load" {
		t.Error(got)
	}
	if got := told(index.Method("a.ts", "Orders", "find")); got != "a.ts:3 Orders.find" {
		t.Error(got)
	}
	if got := told(index.Method("a.ts", "Orders", "nothing")); got != "-" {
		t.Error(got)
	}
}

func TestFindAlsoFindsWhatIsNotCalled(t *testing.T) {
	t.Parallel()
	index := tree(t, map[string]string{
		"app.ts":    "import orders, { router, Store, list } from \"./orders\";\n",
		"orders.ts": "import { Router } from \"express\";\nexport const router = Router();\nexport class Store {}\nexport function list() {}\nexport default router;\n",
	})
	for origin, want := range map[string]string{
		"./orders.router": "orders.ts:2 router", "./orders.Store": "orders.ts:3 Store", "./orders.list": "orders.ts:4 list", "./orders": "orders.ts:2 router", "./other.x": "-",
	} {
		if got := told(index.Find("app.ts", origin)); got != want {
			t.Errorf("%s is %q, want %q", origin, got, want)
		}
	}
}
