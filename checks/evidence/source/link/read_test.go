package link

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/lowering"
)

func TestOutlines(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ language, content, want string }{
		"imports and exports of a script": {
			"TypeScript", "import a, { b as c } from './x';\nimport './effect';\nexport { c as d };\nexport * from './y';\nfunction f() { return import('./z'); }\n",
			`{"imports":[{"local":"a","module":"./x","name":"default","line":1},{"local":"c","module":"./x","name":"b","line":1},{"module":"./effect","line":2},{"module":"./z","name":"*","line":5,"inner":true}],` +
				`"exports":[{"name":"d","local":"c"},{"name":"*","module":"./y"}],"functions":[{"name":"f","line":5}]}`,
		},
		"functions with their parameters and results": {
			"TypeScript", "import { Store } from './store';\nexport async function open(id: string, { a }, ...rest): Promise<Store> {}\nconst inner = () => { function deep() {} };\n",
			`{"imports":[{"local":"Store","module":"./store","name":"Store","line":1}],"functions":[{"name":"open","line":2,"exported":true,"params":["id","","...rest"],"result":"./store.Store()"},` +
				`{"name":"inner","line":3},{"name":"deep","within":"inner","line":3}]}`,
		},
		"a class with what it is given": {
			"TypeScript", "import { Store } from './store';\nexport class Orders extends Base<Order> {\n  private name: string;\n  clock = new Clock();\n  constructor(private store: Store, db) { super(); this.db = db; this.log = makeLog(); }\n}\n",
			`{"imports":[{"local":"Store","module":"./store","name":"Store","line":1}],"functions":[{"name":"constructor","class":"Orders","line":5,"params":["store","db"]}],` +
				`"classes":[{"name":"Orders","line":2,"exported":true,"bases":["Base"],"fields":[{"name":"clock","origin":"Clock()"},{"name":"store","origin":"./store.Store()"},{"name":"log","origin":"makeLog()"}]}]}`,
		},
		"CommonJS": {
			"JavaScript", "const db = require('./db');\nmodule.exports = { find: async (id) => {}, db };\n",
			`{"imports":[{"module":"./db","name":"*","line":1}],"exports":[{"name":"default","local":"default"},{"name":"find","local":"find"},{"name":"db","local":"db"}],` +
				`"functions":[{"name":"find","class":"default","line":2,"exported":true,"params":["id"]}],"classes":[{"name":"default","kind":"object","line":2,"fields":[{"name":"db","origin":"./db"}]}],"values":[{"name":"db","origin":"./db","line":1}]}`,
		},
		"Python": {
			"Python", "from .store import Store\nLIMIT = 5\nstore = Store()\nclass Orders(Store):\n    def find(self, id, *rest) -> 'Order':\n        pass\n",
			`{"imports":[{"local":"Store","module":".store","name":"Store","line":1}],"functions":[{"name":"find","class":"Orders","line":5,"params":["id","...rest"],"result":"Order()"}],` +
				`"classes":[{"name":"Orders","line":4,"exported":true,"bases":[".store.Store"]}],"values":[{"name":"LIMIT","line":2},{"name":"store","origin":".store.Store()","line":3}]}`,
		},
		"Go": {
			"Go", "package store\nimport \"database/sql\"\ntype Store struct { DB *sql.DB; name string }\nfunc (s *Other) Load(id string) (*Store, error) { return nil, nil }\nvar limit = 5\n",
			`{"package":"store","imports":[{"local":"sql","module":"database/sql","name":"*","line":2}],"functions":[{"name":"Load","class":"Other","line":4,"exported":true,"params":["id"],"result":"Store()"}],` +
				`"classes":[{"name":"Store","kind":"struct","line":3,"exported":true,"fields":[{"name":"DB","origin":"database/sql.DB()"}]}],"values":[{"name":"limit","line":5}]}`,
		},
	} {
		written, err := json.Marshal(outline(t, test.language, test.content))
		if err != nil || string(written) != test.want {
			t.Errorf("%s:\n%s\nwant\n%s\n%v", name, written, test.want, err)
		}
	}
}

func TestOutlinesAreBounded(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 2*maxName)
	content := "import {" + strings.Repeat("a, ", 2*maxRows) + "} from './a';\nimport b from './" + long + "';\nfunction " + long + "() {}\n" + strings.Repeat("function f(a) {}\nconst v = 1;\nclass C {}\n", 2*maxRows)
	facts := outline(t, "JavaScript", content)
	for _, count := range []int{len(facts.Imports), len(facts.Functions), len(facts.Classes), len(facts.Values)} {
		if count != maxRows {
			t.Errorf("%d rows", count)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"import a from 'b'; export default { a() {}, b: c(d(() => {})) }; X.prototype.y = function () {}; exports.z = Object.freeze({a});",
		"from . import *\nclass A(B[C]):\n    x: D\n    def __init__(self, y): self.z = y.w()\n", "package a\nimport . \"b\"\ntype T struct { *U }\nfunc (t T[X]) M() (a, b *c.D) { return }\n", "",
	} {
		f.Add("TypeScript", []byte(seed))
		f.Add("Python", []byte(seed))
		f.Add("Go", []byte(seed))
	}
	f.Fuzz(func(t *testing.T, language string, content []byte) {
		if len(content) > 1<<14 {
			return
		}
		file, err := lowering.Parse(language, content)
		if err != nil {
			return
		}
		facts := Read(file)
		index := New([]Input{{"a/b", language, facts}, {"a/c", language, facts}}, nil)
		for _, one := range facts.Imports {
			index.Resolve("a/b", one.Module, one.Name)
		}
		for _, one := range facts.Functions {
			index.Callee("a/c", one.Result)
			index.Method("a/b", one.Class, one.Name)
		}
	})
}
