package link

import "testing"

func TestModulesOfScripts(t *testing.T) {
	t.Parallel()
	index := tree(t, map[string]string{
		"tsconfig.json": `{
  // where modules are
  "compilerOptions": {"baseUrl": ".", "paths": {"@server/*": ["server/*"], "@server/exact": ["server/special.ts"], "legacy": ["server/a.ts"],}, /* done */},
}`,
		"package.json": `{"name": "shop", "workspaces": ["packages/*"]}`,
		"server/a.ts":  "", "server/b/index.tsx": "", "server/special.ts": "", "server/c.js": "", "server/d.mts": "", "server/view.vue": "", "shared/x.ts": "",
		"server/main.ts": "",

		"apps/web/tsconfig.json": `{"extends": ["@acme/tsconfig/next.json"], "compilerOptions": {"paths": {"@/*": ["./src/*", "./generated/*"]}}}`,
		"apps/web/package.json":  `{"name": "@acme/web", "imports": {"#db": {"types": "./db.d.ts", "default": "./src/db.js"}, "#lib/*.js": "./src/lib/*.js", "#ui": "@acme/ui"}}`,
		"apps/web/src/page.tsx":  "", "apps/web/src/db.ts": "", "apps/web/src/lib/time.ts": "", "apps/web/generated/client.ts": "",
		"tooling/ts/package.json": `{"name": "@acme/tsconfig"}`, "tooling/ts/next.json": `{"compilerOptions": {}}`,

		"apps/vite/tsconfig.json":     `{"files": [], "references": [{"path": "./tsconfig.node.json"}, {"path": "./tsconfig.app.json"}, {"path": "../web"}]}`,
		"apps/vite/tsconfig.app.json": `{"extends": "./tsconfig.paths", "include": ["src"]}`, "apps/vite/tsconfig.paths.json": `{"compilerOptions": {"paths": {"~/*": ["./source/*"]}}}`,
		"apps/vite/source/main.ts": "", "apps/vite/source/a.ts": "",

		"apps/plain/package.json": `{"name": "plain"}`, "apps/plain/src/a.js": "", "apps/plain/src/deep/b.js": "", "apps/plain/lib/c.js": "",
		"apps/kit/package.json": `{}`, "apps/kit/src/lib/store.js": "", "apps/kit/src/routes/+page.js": "",

		"packages/ui/package.json": `{"name": "@acme/ui", "exports": {".": {"import": {"types": "./dist/index.d.ts", "default": "./dist/index.mjs"}}, "./button": "./dist/esm/button.js", "./icons/*": "./dist/icons/*.js", "./styles.css": "./styles.css"}}`,
		"packages/ui/src/index.ts": "", "packages/ui/src/button.tsx": "", "packages/ui/src/icons/cart.tsx": "", "packages/ui/src/private/x.ts": "",
		"packages/db/package.json": `{"name": "db", "main": "dist/main.js"}`, "packages/db/src/main.ts": "", "packages/db/client.ts": "",
		"packages/odd/package.json": `{"name": "odd", "main": "."}`, "packages/odd/index.js": "",
		"packages/broken/package.json": `{"name": `, "packages/same/fixture/package.json": `{"name": "db"}`, "packages/same/fixture/index.js": "",
		"circle/tsconfig.json": `{"extends": "./tsconfig.other.json"}`, "circle/tsconfig.other.json": `{"extends": "./tsconfig.json"}`, "circle/a.ts": "",
	})
	for _, test := range []struct{ from, module, want string }{
		{"server/main.ts", "./a", "server/a.ts"},
		{"server/main.ts", "./a.js", "server/a.ts"},
		{"server/main.ts", "./c.js", "server/c.js"},
		{"server/main.ts", "./d.mjs", "server/d.mts"},
		{"server/main.ts", "./b", "server/b/index.tsx"},
		{"server/b/index.tsx", "..", "-"},
		{"server/main.ts", "./view.vue", "server/view.vue"},
		{"server/main.ts", "./view.vue?raw", "server/view.vue"},
		{"server/main.ts", "../shared/x", "shared/x.ts"},
		{"server/main.ts", "../../etc/passwd", "-"},
		{"server/main.ts", "@server/b", "server/b/index.tsx"},
		{"server/main.ts", "@server/exact", "server/special.ts"},
		{"server/main.ts", "legacy", "server/a.ts"},
		{"server/main.ts", "shared/x", "shared/x.ts"},
		{"server/main.ts", "express", "-"},
		{"server/main.ts", "", "-"},
		{"apps/web/src/page.tsx", "@/lib/time", "apps/web/src/lib/time.ts"},
		{"apps/web/src/page.tsx", "@/client", "apps/web/generated/client.ts"},
		{"apps/web/src/page.tsx", "#db", "apps/web/src/db.ts"},
		{"apps/web/src/page.tsx", "#lib/time.js", "apps/web/src/lib/time.ts"},
		{"apps/web/src/page.tsx", "#ui", "packages/ui/src/index.ts"},
		{"apps/web/src/page.tsx", "#nothing", "-"},
		{"apps/web/src/page.tsx", "@acme/ui", "packages/ui/src/index.ts"},
		{"apps/web/src/page.tsx", "@acme/ui/button", "packages/ui/src/button.tsx"},
		{"apps/web/src/page.tsx", "@acme/ui/icons/cart", "packages/ui/src/icons/cart.tsx"},
		{"apps/web/src/page.tsx", "@acme/ui/private/x", "packages/ui/src/private/x.ts"},
		{"apps/web/src/page.tsx", "@acme/nothing", "-"},
		{"apps/web/src/page.tsx", "db", "packages/db/src/main.ts"},
		{"apps/web/src/page.tsx", "db/client", "packages/db/client.ts"},
		{"apps/web/src/page.tsx", "odd", "packages/odd/index.js"},
		{"apps/vite/source/main.ts", "~/a", "apps/vite/source/a.ts"},
		{"apps/plain/src/deep/b.js", "@/a", "apps/plain/src/a.js"},
		{"apps/plain/src/deep/b.js", "~/lib/c", "apps/plain/lib/c.js"},
		{"apps/kit/src/routes/+page.js", "$lib/store", "apps/kit/src/lib/store.js"},
		{"circle/a.ts", "shared/x", "shared/x.ts"},
	} {
		if got := told(index.Resolve(test.from, test.module, "*")); got != test.want {
			t.Errorf("%s: %s is %s, want %s", test.from, test.module, got, test.want)
		}
	}
}

func TestNamesThatAreResolved(t *testing.T) {
	t.Parallel()
	index := tree(t, map[string]string{
		"a.ts":   "import x from './b'",
		"b.ts":   "export const limit = 5;\nexport default class Orders {}\nexport type Id = string;\n",
		"p/a.py": "from .b import x",
		"p/b.py": "LIMIT = 5\nclass Orders: pass\n",
		"go.mod": "module m", "g/g.go": "package g\nconst Limit = 5\ntype Store struct{}\n", "main.go": "package main\nimport \"m/g\"\n",
	})
	for _, test := range []struct{ from, module, name, want string }{
		{"a.ts", "./b", "limit", "b.ts:1 limit"},
		{"a.ts", "./b", "default", "b.ts:2 Orders"},
		{"a.ts", "./b", "", "b.ts"},
		{"a.ts", "./b", "missing", "-"},
		{"p/a.py", ".b", "LIMIT", "p/b.py:1 LIMIT"},
		{"p/a.py", ".b", "Orders", "p/b.py:2 Orders"},
		{"p/a.py", ".", "b", "p/b.py"},
		{"main.go", "m/g", "Limit", "g/g.go:2 Limit"},
		{"main.go", "m/g", "Store", "g/g.go:3 Store"},
		{"main.go", "m/h", "Store", "-"},
		{"nothing", "./b", "limit", "-"},
	} {
		if got := told(index.Resolve(test.from, test.module, test.name)); got != test.want {
			t.Errorf("%s: %s of %s is %s, want %s", test.from, test.name, test.module, got, test.want)
		}
	}
	if path, found := index.Module("main.go", "m/g"); !found || path != "g/g.go" {
		t.Error(path, found)
	}
}

func TestCirclesEnd(t *testing.T) {
	t.Parallel()
	index := tree(t, map[string]string{
		"a.ts": "export * from './b';\nexport { x } from './b';\nexport const y = z;\nconst z = y;\nexport class A extends B {}\nclass B extends A {}\n",
		"b.ts": "export * from './a';\nexport { x } from './a';\nimport { x, A, y } from './a';\n",
		"p.py": "from p import *\nfrom p import q\nx = x.y\nclass C(C): pass\n",
	})
	for _, one := range []call{
		{"b.ts", "./a.x", "-"}, {"b.ts", "./a.nothing", "-"}, {"b.ts", "./a.A().nothing", "-"}, {"b.ts", "./a.y", "-"}, {"p.py", "p.q", "-"}, {"p.py", "x", "-"}, {"p.py", "C().x", "-"},
	} {
		if got := told(index.Callee(one.from, one.origin)); got != one.want {
			t.Errorf("%s: %s is %s", one.from, one.origin, got)
		}
	}
}

// FuzzManifests shows that no manifest makes an index fail.
func FuzzManifests(f *testing.F) {
	for _, seed := range []string{
		`{"compilerOptions":{"baseUrl":"..","paths":{"*":["*"],"a*b*c":["../*"]}},"extends":["./tsconfig.json"],"references":[{"path":"."}]}`,
		`{"name":"a","main":".","exports":{"./*":{"import":["./*.js",{"x":"./."}]},".":"./.js"},"imports":{"#a":"#a","#*":"*"}}`, "module a\nreplace b => ./\n", "module \x00", `{"name": 5, "exports": [[[[]]]]}`, "{", "",
	} {
		f.Add([]byte(seed), "a/b")
	}
	f.Fuzz(func(t *testing.T, content []byte, module string) {
		manifests := map[string][]byte{}
		for _, name := range []string{"package.json", "tsconfig.json", "a/package.json", "a/jsconfig.json", "go.mod", "a/go.mod", "a/tsconfig.json"} {
			manifests[name] = content
		}
		index := New([]Input{{Path: "a/b.ts", Language: "TypeScript"}, {Path: "a/b.py", Language: "Python"}, {Path: "a/b.go", Language: "Go"}, {Path: "index.js", Language: "JavaScript"}}, manifests)
		for _, from := range []string{"a/b.ts", "a/b.py", "a/b.go", "index.js"} {
			index.Resolve(from, module, "x")
			index.Callee(from, module)
		}
	})
}
