package dependency

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// told writes a dependency as "name constraint =locked path:line", with "dev" in
// front of one for development.
func told(one Dependency) string {
	text := one.Name
	if one.Development {
		text = "dev " + text
	}
	if one.Constraint != "" {
		text += " " + one.Constraint
	}
	if one.Locked != "" {
		text += " =" + one.Locked
	}
	return fmt.Sprintf("%s %s:%d", text, one.Path, one.Line)
}

func TestManifests(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		files  map[string]string
		want   []string
		unread []string
	}{
		"npm": {
			files: map[string]string{
				"package.json": "{\n  \"name\": \"shop\",\n  \"workspaces\": [\"a\", {\"dependencies\": 1}],\n  \"scripts\": {\"express\": \"x\"},\n  \"dependencies\": {\n    \"express\": \"^4.18.0\",\n    \"odd\": {\"a\": \"b\"},\n    \"@prisma/client\": \"5\"\n  },\n" +
					"  \"devDependencies\": {\"jest\": \"*\"},\n  \"peerDependencies\": {\"react\": \">=18\", \"express\": \"4\"}\n}\n",
				"package-lock.json":     `{"lockfileVersion": 3, "packages": {"": {}, "node_modules/express": {"version": "4.18.2"}, "node_modules/x/node_modules/jest": {"version": "1"}, "apps/web/node_modules/express": {"version": "5.0.0"}}}`,
				"apps/web/package.json": `{"dependencies": {"express": "^5"}}`, "node_modules/express/package.json": `{"dependencies": {"a": "1"}}`,
			},
			want: []string{
				"express ^5 =5.0.0 apps/web/package.json:1", "express ^4.18.0 =4.18.2 package.json:6", "@prisma/client 5 package.json:8", "dev jest * package.json:10", "react >=18 package.json:11",
			},
		},
		"pnpm": {
			files: map[string]string{
				"package.json": `{"devDependencies": {"turbo": "^2"}}`, "apps/a/package.json": `{"dependencies": {"react": "catalog:", "own": "workspace:*"}}`,
				"pnpm-lock.yaml": "lockfileVersion: '9.0'\nimporters:\n  .:\n    devDependencies:\n      turbo:\n        specifier: ^2\n        version: 2.1.0\n  apps/a:\n    dependencies:\n      react:\n        specifier: 'catalog:'\n        version: 18.2.0(scheduler@1)\n      own:\n        specifier: workspace:*\n        version: link:../own\npackages:\n  : broken [\n",
			},
			want: []string{"own workspace:* apps/a/package.json:1", "react catalog: =18.2.0 apps/a/package.json:1", "dev turbo ^2 =2.1.0 package.json:1"},
		},
		"an older pnpm": {
			files: map[string]string{"package.json": `{"dependencies": {"a": "^1", "b": "^2"}}`, "pnpm-lock.yaml": "lockfileVersion: 5.4\ndependencies:\n  a: 1.2.3_react@17.0.0\n  b:\n    specifier: ^2\n    version: 2.0.1\n"},
			want:  []string{"a ^1 =1.2.3 package.json:1", "b ^2 =2.0.1 package.json:1"},
		},
		"yarn": {
			files: map[string]string{"package.json": `{"dependencies": {"a": "^1.0.0", "@b/c": "~2"}}`, "yarn.lock": "# yarn lockfile v1\n\n\"@b/c@~2\":\n  version \"2.0.9\"\n\na@^1.0.0, a@^1.1.0:\n  version \"1.4.0\"\n  dependencies:\n    b \"1\"\n"},
			want:  []string{"@b/c ~2 =2.0.9 package.json:1", "a ^1.0.0 =1.4.0 package.json:1"},
		},
		"a newer yarn": {
			files: map[string]string{"package.json": `{"dependencies": {"a": "^1.0.0"}}`, "yarn.lock": "__metadata:\n  version: 8\n\n\"a@npm:^1.0.0, a@npm:^1.2.0\":\n  version: 1.3.0\n  resolution: \"a@npm:1.3.0\"\n"},
			want:  []string{"a ^1.0.0 =1.3.0 package.json:1"},
		},
		"bun": {
			files: map[string]string{"package.json": `{"dependencies": {"a": "^1"}}`, "bun.lock": "{ // text\n \"packages\": {\"a\": [\"a@1.5.0\", \"\", {}],},\n}"},
			want:  []string{"a ^1 =1.5.0 package.json:1"},
		},
		"PEP 621, groups and uv": {
			files: map[string]string{
				"pyproject.toml": "[project]\nname = \"shop\"\ndependencies = [\n  \"Django>=5,<6\",\n  \"psycopg[binary] >= 3.1 ; python_version > '3.8'\",\n  \"own @ https://example.com/own.zip\",\n]\n[project.optional-dependencies]\ntest = [\"pytest\"]\nredis = [\"redis\"]\n[dependency-groups]\nlint = [\"ruff>=0.5\", {include-group = \"test\"}]\n[tool.uv]\ndev-dependencies = [\"mypy\"]\n",
				"uv.lock":        "version = 1\n[[package]]\nname = \"django\"\nversion = \"5.1.2\"\n[[package]]\nname = \"pytest\"\nversion = \"8.0.0\"\n",
			},
			want: []string{
				"django >=5,<6 =5.1.2 pyproject.toml:4", "psycopg >= 3.1 pyproject.toml:5", "own @ https://example.com/own.zip pyproject.toml:6",
				"dev pytest =8.0.0 pyproject.toml:9", "redis pyproject.toml:10", "dev ruff >=0.5 pyproject.toml:12", "dev mypy pyproject.toml:14",
			},
		},
		"Poetry": {
			files: map[string]string{
				"api/pyproject.toml": "[tool.poetry.dependencies]\npython = \"^3.12\"\nFlask = {version = \"^3.0\", extras = [\"async\"]}\nSQL_Alchemy = \"*\"\n[tool.poetry.group.dev.dependencies]\nblack = \"24\"\n", "api/poetry.lock": "[[package]]\nname = \"flask\"\nversion = \"3.0.3\"\n",
			},
			want: []string{"flask ^3.0 =3.0.3 api/pyproject.toml:3", "sql-alchemy api/pyproject.toml:4", "dev black 24 api/pyproject.toml:6"},
		},
		"requirements": {
			files: map[string]string{
				"requirements.txt":      "# what runs\n-r requirements/base.txt\nFlask==3.0.2  # web\nrequests[security]>=2 ; python_version > \"3\"\n-e git+https://example.com/own.git#egg=own_lib&x=1\n--index-url https://example.com\nhttps://example.com/a.whl\ngunicorn==22.0 \\\n    --hash=sha256:abc\n\n./local\n",
				"requirements/base.txt": "celery~=5.3\n", "requirements/dev.txt": "-r base.txt\npytest\n", "docs/requirements.txt": "sphinx\n",
			},
			want: []string{
				"dev sphinx docs/requirements.txt:1", "flask ==3.0.2 =3.0.2 requirements.txt:3", "requests >=2 requirements.txt:4", "own-lib requirements.txt:5", "gunicorn ==22.0 =22.0 requirements.txt:8",
				"celery ~=5.3 requirements/base.txt:1", "dev pytest requirements/dev.txt:2",
			},
		},
		"what pip-compile wrote is a lock": {
			files: map[string]string{"requirements.in": "django\n", "requirements.txt": "django==5.1\n    # via -r requirements.in\nsqlparse==0.5\n    # via django\n"},
			want:  []string{"django =5.1 requirements.in:1"},
		},
		"Pipenv": {
			files: map[string]string{"Pipfile": "[packages]\nflask = \"*\"\n[dev-packages]\npytest = {version = \">=8\"}\n", "Pipfile.lock": `{"default": {"flask": {"version": "==3.1"}}, "develop": {}}`},
			want:  []string{"flask =3.1 Pipfile:2", "dev pytest >=8 Pipfile:4"},
		},
		"setuptools": {
			files: map[string]string{
				"setup.cfg":    "[metadata]\nname = shop\n[options]\ninstall_requires =\n    Django>=4\n    requests; sys_platform == 'linux'\ntests_require = pytest\n[options.extras_require]\ndev =\n    tox\n",
				"lib/setup.py": "from setuptools import setup\nsetup(\n    name='lib',\n    install_requires=[\n        'six>=1',  # old\n        # \"not-this\",\n        \"lxml\",\n    ],\n    tests_require=['nose'],\n    scripts=['x'],\n)\n",
			},
			want: []string{"six >=1 lib/setup.py:5", "lxml lib/setup.py:7", "dev nose lib/setup.py:9", "django >=4 setup.cfg:5", "requests setup.cfg:6", "dev pytest setup.cfg:7", "dev tox setup.cfg:10"},
		},
		"Go": {
			files: map[string]string{"go.mod": "module m\n\ngo 1.24\n\ntool example.com/gen/cmd/gen\n\nrequire (\n\tgithub.com/gin-gonic/gin v1.10.0\n\tgolang.org/x/sys v0.1.0 // indirect\n\texample.com/gen v0.2.0\n)\n"},
			want:  []string{"github.com/gin-gonic/gin v1.10.0 =v1.10.0 go.mod:8", "dev example.com/gen v0.2.0 =v0.2.0 go.mod:10"},
		},
		"mistakes": {
			files: map[string]string{
				"package.json": "{\"dependencies\": {\"a\": \"1\"", "b/package.json": "[]", "pyproject.toml": "[project\n", "go.mod": "module\n\x00(", "package-lock.json": "{", "poetry.lock": "=", "pnpm-lock.yaml": "\t- :", "Pipfile": "[", "Pipfile.lock": "[", "bun.lock": "[", "yarn.lock": "\xff\xfe:\n  version",
			},
			want:   []string{"a 1 package.json:1"},
			unread: []string{"Pipfile", "Pipfile.lock", "bun.lock", "go.mod", "package-lock.json", "package.json", "pnpm-lock.yaml", "poetry.lock", "pyproject.toml"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			contents := map[string][]byte{}
			for path, content := range test.files {
				if Manifest(path) {
					contents[path] = []byte(content)
				}
			}
			set := Read(contents)
			var got, unread []string
			for _, one := range set.All {
				got = append(got, told(one))
			}
			for _, one := range set.Unread {
				unread = append(unread, one.Path)
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
			if !slices.Equal(unread, test.unread) {
				t.Errorf("unread %v", set.Unread)
			}
		})
	}
}

func TestADependencyHoldsForTheFilesBelowIt(t *testing.T) {
	t.Parallel()
	set := Read(map[string][]byte{
		"package.json": []byte(`{"dependencies": {"express": "4", "jest": "1"}}`), "apps/web/package.json": []byte(`{"dependencies": {"express": "5"}, "devDependencies": {"jest": "29"}}`),
		"requirements/dev.txt": []byte("PyYAML\n"), "requirements/prod.txt": []byte("pyyaml>=6\n"),
	})
	for _, test := range []struct {
		file      string
		ecosystem Ecosystem
		name      string
		want      string
	}{
		{"apps/web/src/a.ts", NPM, "express", "express 5 apps/web/package.json:1"},
		{"apps/website/a.ts", NPM, "express", "express 4 package.json:1"},
		{"apps/web/a.ts", NPM, "jest", "dev jest 29 apps/web/package.json:1"},
		{"a.ts", NPM, "koa", ""},
		{"shop/a.py", PyPI, "py_yaml", ""},
		{"shop/a.py", PyPI, "PyYAML", "pyyaml >=6 requirements/prod.txt:1"},
	} {
		got := ""
		if one, found := set.Find(test.file, test.ecosystem, test.name); found {
			got = told(one)
		}
		if got != test.want {
			t.Errorf("%s of %s: %s, want %s", test.name, test.file, got, test.want)
		}
	}
	if one, found := set.Uses(NPM, "jest"); !found || told(one) != "jest 1 package.json:1" {
		t.Error(told(one))
	}
}

func FuzzManifests(f *testing.F) {
	for _, seed := range []string{
		`{"dependencies": {"a": "1"}, "packages": {"node_modules/a": {"version": "1"}}}`, "[project]\ndependencies = [\"a>=1\"]\n", "-r x.txt\na==1 \\\n b\n", "[options]\ninstall_requires =\n  a\n",
		"setup(install_requires=['a', \"b\"])", "module m\nrequire a v1.0.0\n", "importers:\n  .:\n    dependencies:\n      a: {version: 1}\n", "a@1:\n  version \"1\"\n", "{\"packages\": {\"a\": [\"a@1\"]}}",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		if len(content) > 1<<16 {
			return
		}
		contents := map[string][]byte{"requirements.txt": content, "requirements-dev.in": content, "requirements-dev.txt": content}
		for name := range manifestReaders {
			contents[name] = content
		}
		for name := range locks {
			contents[name] = content
		}
		set := Read(contents)
		for _, one := range set.All {
			if one.Name == "" || len(one.Name) > maxName || one.Line < 0 {
				t.Errorf("%+v", one)
			}
		}
	})
}
