package lowering_test

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/lowering"
	"github.com/golive-app/golive/checks/evidence/source/program"
)

func TestPythonImports(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		"import a":                             `import a * as a`,
		"import a.b as c, d.e":                 `import a.b * as c; import d * as d; import d.e *`,
		"from . import a, b as c":              `import . a as a; import . b as c`,
		"from ..x.y import (z as w,\n  v,)":    `import ..x.y z as w; import ..x.y v as v`,
		"from m import *":                      `import m *`,
		"from __future__ import annotations":   ``,
		"def f():\n  from m import a":          `import m a as a in f; exported func f() {}`,
		"try:\n  import a\nexcept E:\n  a = 1": `import a * as a; try {} catch E{ let a = 1 }`,
		"if TYPE_CHECKING:\n  from m import A": `import m A as A; if TYPE_CHECKING {}`,
	} {
		if got := strings.ReplaceAll(lowered(t, "Python", code), "\n", "; "); got != want {
			t.Errorf("%q\n got %s\nwant %s", code, got, want)
		}
	}
}

func TestPythonClasses(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		"class A: pass": `exported class A { pass }`,
		"class _A(B, c.D, E['F'], metaclass=G, table=True): ...":                                                                      `class _A(B, c.D, E[F]) { ellipsis<> }`,
		"@dataclass(frozen=True)\nclass A:\n  x: int = 3\n  y: 'Optional[B]'\n  z = w = 1":                                            `@dataclass(frozen=True) exported class A { field x: int = 3; field y: "Optional[B]"; field w = 1; field z = w; let x: int = 3; let y: "Optional[B]"; let w = 1; let z = w }`,
		"class A:\n  class Meta:\n    ordering = ['x']":                                                                               `exported class A { class Meta { field ordering = ["x"]; let ordering = ["x"] } }`,
		"class A:\n  def f(self, x): pass\n  @staticmethod\n  def g(x): pass\n  @classmethod\n  def h(cls): pass":                     `exported class A { func (self) f(x) { pass }; @staticmethod static func g(x) { pass }; @classmethod func (cls) h() { pass } }`,
		"class A:\n  @property\n  def f(self): pass\n  @f.setter\n  def f(self, v): pass\n  @abc.abstractmethod\n  def g(self): pass": `exported class A { @property get func (self) f() { pass }; @f.setter set func (self) f(v) { pass }; @abc.abstractmethod abstract func (self) g() { pass } }`,
		"class A:\n  if X:\n    def f(self): pass":                                                                                    `exported class A { func (self) f() { pass }; if X { func (self) f() { pass } } }`,
		"class A:\n  def __init__(self, a):\n    self.a: B = a\n    self.c = 1":                                                       `exported class A { field a: B = a; constructor func (self) __init__(a) { self.a: B = a; self.c = 1 } }`,
	} {
		if got := strings.ReplaceAll(lowered(t, "Python", code), "\n", "; "); got != want {
			t.Errorf("%q\n got %s\nwant %s", code, got, want)
		}
	}
}

// TestPythonOrigins asks where the callee of the last call in a file comes from.
func TestPythonOrigins(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]string{
		"from django.db import models\nclass A(models.Model):\n  x = models.CharField()":                                                                           "django.db.models.CharField",
		"import os.path\nos.path.join()":                                                                                                                           "os.path.join",
		"import numpy as np\nnp.array()":                                                                                                                           "numpy.array",
		"from . import views\nviews.index()":                                                                                                                       ".views.index",
		"from .db import session\nsession.query()":                                                                                                                 ".db.session.query",
		"from fastapi import FastAPI\napp = FastAPI()\n@app.get('/')\ndef f(): pass":                                                                               "fastapi.FastAPI().get",
		"from sqlalchemy.orm import Session\ndef f(session: Session = x):\n  session.query()":                                                                      "sqlalchemy.orm.Session().query",
		"from sqlalchemy.orm import Session\ndef f(session: Session | None):\n  session.query()":                                                                   "sqlalchemy.orm.Session().query",
		"from sqlalchemy.orm import Session\ndef f(session: None | 'Session'):\n  session.query()":                                                                 "sqlalchemy.orm.Session().query",
		"from sqlalchemy.orm import Session\nfrom typing import *\ndef f(s: Annotated[Session, Depends()]):\n  s.query()":                                          "sqlalchemy.orm.Session().query",
		"from sqlalchemy.orm import Session\nfrom typing import Annotated\nDatabase = Annotated[Session, Depends()]\ndef f(s: Database):\n  s.query()":             "sqlalchemy.orm.Session().query",
		"from m import user\ndef f(user: user):\n  user.save()":                                                                                                    "m.user().save",
		"import httpx\nclass A:\n  def __init__(self):\n    self.client = httpx.AsyncClient()\n  async def f(self):\n    await self.client.get()":                  "httpx.AsyncClient().get",
		"import httpx\nclass A:\n  client = None\n  def __init__(self):\n    self.client = httpx.AsyncClient()\n  async def f(self):\n    await self.client.get()": "httpx.AsyncClient().get",
		"import httpx\nclass A:\n  client: httpx.AsyncClient\n  async def f(self):\n    def g():\n      self.client.get()":                                         "httpx.AsyncClient().get",
		"import httpx\nclass A:\n  def __init__(self, client: httpx.Client):\n    self.client = client\n  def f(self):\n    self.client.get()":                     "httpx.Client().get",
		"class A:\n  def f(self):\n    self.orders.get()":                                                                                                          "self.orders.get",
		"import httpx\nasync def f():\n  async with httpx.AsyncClient() as client:\n    client.get()":                                                              "httpx.AsyncClient().get",
		"import a, b\nx, y = a.one(), b.two()\ny.get()":                                                                                                            "b.two().get",
		"import a\nx, y = a.pair()\ny.get()":                                                                                                                       "a.pair()[1].get",
		"import a\nx = y = a.one()\nx.get()":                                                                                                                       "a.one().get",
		"import a\nfor x in a.all():\n  x.save()":                                                                                                                  "a.all()[].save",
		"import a\n[x.save() for x in a.all()]":                                                                                                                    "a.all()[].save",
		"import a\nif x := a.first():\n  x.save()":                                                                                                                 "a.first().save",
		"client = None\ndef f():\n  global client\n  client = 1\n  client.get()":                                                                                   "client.get",
		"def f(request):\n  request.GET['q'].strip()":                                                                                                              "request.GET.q.strip",
		"def f():\n  from m import a\n  a.b()":                                                                                                                     "m.a.b",
		"try:\n  import ujson as json\nexcept ImportError:\n  json = None\njson.loads()":                                                                           "ujson.loads",
	} {
		file, err := lowering.Parse("Python", []byte(code))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		see := func(function *program.Function) func(program.Expression) bool {
			return func(x program.Expression) bool {
				if call, ok := x.(*program.Call); ok {
					got = function.Origin(call.Callee)
					return false
				}
				return true
			}
		}
		for _, function := range file.Functions {
			for _, decorator := range function.Decorators {
				program.Visit(decorator, see(function.Parent))
			}
			program.VisitStatements(function.Body, nil, see(function))
		}
		for _, class := range file.Classes {
			program.VisitStatements(class.Body, nil, see(class.Owner))
		}
		if got != want {
			t.Errorf("%s\n got %q\nwant %q", code, got, want)
		}
	}
}

func TestPythonKeepsWhatStandsAroundBrokenCode(t *testing.T) {
	t.Parallel()
	got := lowered(t, "Python", "def f():\n  return 1\nx = = )\nclass A:\n  y = 2\n")
	for _, part := range []string{"return 1", "y = 2"} {
		if !strings.Contains(got, part) {
			t.Errorf("%q is not in %s", part, got)
		}
	}
}

func FuzzPython(f *testing.F) {
	for _, seed := range []string{
		"x = a = b, *c = [y for y in z if (n := y)]\n",
		"class A(B, c=d):\n  e: 'F' = 1\n  @g\n  async def h(self, *i, **j): yield\n",
		"match a:\n  case {'b': [c, *d]} | E(f, g=h) as i if j: pass\n",
		"f'{a!r:>{b}} {{' rb'\\x'\ntry: pass\nexcept A, e: raise\nprint >>a, b\n",
		strings.Repeat("a[", 500), strings.Repeat("(", 3000) + "x", strings.Repeat("if a: pass\nel", 3000),
		strings.Repeat("a = ", 3000) + "b", "x = " + strings.Repeat("a < ", 3000) + "b", "import " + strings.Repeat("a.", 3000) + "b",
		strings.Repeat("a < f(", 200) + "b" + strings.Repeat(") < c", 200),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(_ *testing.T, code string) {
		file, err := lowering.Parse("Python", []byte(code))
		if err != nil {
			return
		}
		for _, function := range file.Functions {
			program.VisitStatements(function.Body, func(s program.Statement) bool {
				return file.Line(s.Range().Start) > 0
			}, func(x program.Expression) bool {
				function.Origin(x)
				function.Constant(x)
				return true
			})
		}
	})
}
