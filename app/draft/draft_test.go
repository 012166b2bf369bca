package draft_test

import (
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/app/draft"
	"github.com/golive-app/golive/config"
)

// march is the moment of commits whose date means nothing.
var march = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

var update = flag.Bool("update", false, "rewrite the golden files")

// shapes are small trees of the kinds of repositories that there are.
var shapes = map[string]struct {
	files  map[string]string
	tags   []string
	stack  string // a note that says what it is made of
	policy func(*config.Policy)
	golden string
}{
	"an Express app deployed from workflows": {
		files: map[string]string{
			"package.json":      `{"name":"shop","dependencies":{"express":"^4.19.0","@prisma/client":"5.1.0"}}`,
			"package-lock.json": `{}`, "src/index.js": "import express from 'express';\nexpress().listen(3000);\n",
			"prisma/migrations/1/migration.sql": "create table carts (id int);\n",
			".github/CODEOWNERS":                "*  @kim @lee @acme/core\n/prisma/ @sam # our DBA\n/infra/ @acme/platform\n",
			"infra/main.tf":                     "# nothing\n",
			".github/workflows/deploy.yml": "on: push\njobs:\n  staging:\n    environment:\n      name: staging\n      url: https://staging.shop.dev\n" +
				"  production:\n    environment: production\n",
		},
		tags:  []string{"v1.0.0", "v1.1.0", "v1.2.0-rc.1", "v1.2.0"},
		stack: "JavaScript 100 %; Prisma (package.json), Express (package.json); npm (package-lock.json)",
		policy: func(p *config.Policy) {
			p.Release.Tags = []string{"v*"}
			p.Environments.Staging = config.Staging{URL: "https://staging.shop.dev", Deployment: "staging"}
			p.Environments.Production.Deployment = "production"
			p.Roles = map[string][]string{"senior": {"@kim", "@lee"}, "dba": {"@sam"}}
		},
		golden: "express.yml",
	},
	"a Next monorepo with pnpm workspaces and changesets": {
		files: map[string]string{
			"package.json": `{"name":"acme","private":true}`, "pnpm-lock.yaml": "lockfileVersion: 9\n", ".changeset/config.json": "{}",
			"pnpm-workspace.yaml":            "packages:\n  - apps/*\n  - packages/*\n  - '!packages/internal'\n",
			"apps/web/package.json":          `{"name":"@acme/web","dependencies":{"next":"15.0.0","react":"19.0.0"}}`,
			"apps/web/app/page.tsx":          "export default function Page() { return null }\n",
			"packages/ui/package.json":       `{"name":"@acme/ui"}`,
			"packages/internal/package.json": `{"name":"@acme/internal"}`,
			"vercel.json":                    `{}`,
		},
		tags:  []string{"@acme/ui@1.0.0", "@acme/web@1.0.0", "@acme/ui@1.1.0"},
		stack: "Next.js (apps/web/package.json), React (apps/web/package.json); pnpm (pnpm-lock.yaml)",
		policy: func(p *config.Policy) {
			p.Release.Tags = []string{"@acme/ui@*", "@acme/web@*"}
		},
		golden: "monorepo.yml",
	},
	"a Django project with calendar versions": {
		files: map[string]string{
			"pyproject.toml": "[project]\nname = \"shop\"\ndependencies = [\"Django>=5\", \"celery[redis]\"]\n", "uv.lock": "",
			"shop/views.py": "def index(request):\n    return None\n", "docs/CODEOWNERS": "* dana@example.com\n",
		},
		tags:   []string{"2026.04.1", "2026.05.1"},
		stack:  "Celery (pyproject.toml), Django (pyproject.toml); uv (uv.lock)",
		policy: func(p *config.Policy) { p.Release.Tags = []string{"20[0-9][0-9].*"} },
	},
	"a Go service with GoReleaser": {
		files: map[string]string{
			"go.mod":  "module example.com/api\n\ngo 1.26\n\nrequire (\n\tgithub.com/gin-gonic/gin v1.10.0\n\tgithub.com/go-chi/chi/v5 v5.1.0 // indirect\n)\n",
			"main.go": "package main\n\nfunc main() {}\n", ".goreleaser.yaml": "version: 2\n",
			"deploy/overlays/staging/kustomization.yaml": "resources: []\n", "deploy/overlays/staging/ingress.yaml": "spec:\n  rules:\n    - host: api.staging.acme.dev\n",
			"charts/api/values-production.yaml": "ingress:\n  host: api.acme.dev\n", "compose.staging.yml": "services: {}\n",
		},
		stack:  "Go 100 %; Gin (go.mod); Go modules (go.mod)",
		policy: func(p *config.Policy) { p.Release.Tags = []string{"v*"} },
		golden: "goreleaser.yml",
	},
	"a Rails app on git-flow with release tags": {
		files: map[string]string{
			"Gemfile": "source 'https://rubygems.org'\ngem \"rails\", \"~> 8.0\"\ngem 'sidekiq'\n", "Gemfile.lock": "", "Procfile": "web: bin/rails server\n",
			"app/models/cart.rb": "class Cart\nend\n",
		},
		tags:   []string{"release/v1.0.0", "release/v1.1.0"},
		stack:  "Ruby 100 %; Rails (Gemfile), Sidekiq (Gemfile); Bundler (Gemfile.lock)",
		policy: func(*config.Policy) {},
	},
	"a Laravel app with semantic-release": {
		files: map[string]string{
			"composer.json": `{"require":{"php":"^8.3","laravel/framework":"^11.0"}}`, "composer.lock": "{}", ".releaserc": "tagFormat: app-${version}\n",
			"app/Models/Cart.php": "<?php\nclass Cart {}\n",
		},
		stack:  "PHP 100 %; Laravel (composer.json); Composer (composer.lock)",
		policy: func(p *config.Policy) { p.Release.Tags = []string{"app-[0-9]*"} },
	},
	"a Rust workspace": {
		files: map[string]string{
			"Cargo.toml": "[workspace]\nmembers = [\"crates/*\"]\n[workspace.dependencies]\naxum = \"0.8\"\n", "Cargo.lock": "",
			"crates/api/Cargo.toml": "[package]\nname = \"api\"\n", "crates/core/Cargo.toml": "[package]\nname = \"core\"\n", "crates/api/src/main.rs": "fn main() {}\n",
		},
		tags:   []string{"core-0.1.0", "1.0.0", "core-0.1.1"},
		stack:  "Rust 100 %; Axum (Cargo.toml); Cargo (Cargo.lock)",
		policy: func(p *config.Policy) { p.Release.Tags = []string{"[0-9]*.[0-9]*"} },
	},
	"a Spring Boot service with release-please": {
		files: map[string]string{
			"pom.xml":                 "<project><parent><groupId>org.springframework.boot</groupId></parent></project>",
			"src/main/java/Shop.java": "class Shop {}\n", "release-please-config.json": `{"include-component-in-tag":false,"packages":{".":{}}}`,
		},
		stack:  "Java 100 %; Spring Boot (pom.xml); Maven (pom.xml)",
		policy: func(p *config.Policy) { p.Release.Tags = []string{"v*"} },
	},
}

func TestDraftsOfRealShapes(t *testing.T) {
	t.Parallel()
	for name, test := range shapes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			made, policy := drafted(t, repository(t, test.files, test.tags...))
			want := config.DefaultPolicy()
			test.policy(&want)
			if !reflect.DeepEqual(policy, want) {
				t.Errorf("the policy is\n%+v\nwant\n%+v\n%s", policy, want, made.File)
			}
			says(t, made.Inferred, test.stack)
			if len(made.Unread) > 0 {
				t.Errorf("not understood: %v", made.Unread)
			}
			if test.golden != "" {
				golden(t, test.golden, made.File)
			}
		})
	}
}

func golden(t *testing.T, name string, have []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, have, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != string(have) {
		t.Errorf("%s differs from what is drafted now (-update rewrites it):\n%s", file, have)
	}
}

func TestADirectoryThatIsNotUnderGit(t *testing.T) {
	t.Parallel()
	made, policy := drafted(t, tree(t, map[string]string{"main.go": "package main\n", "CODEOWNERS": "* @kim\n"}))
	if made.Git || made.ExampleTag != "" || !reflect.DeepEqual(policy.Release, config.DefaultPolicy().Release) {
		t.Errorf("git %v, tag %q, %+v", made.Git, made.ExampleTag, policy.Release)
	}
	says(t, made.Open, "release.tags: this is no git repository")
	says(t, made.Inferred, "roles.senior: @kim: CODEOWNERS line 1 (\"*\") names this one person.")
}

func TestARepositoryWithoutCommits(t *testing.T) {
	t.Parallel()
	root := tree(t, map[string]string{"main.go": "package main\n"})
	git(t, root, march, "init", "--quiet")
	made, _ := drafted(t, root)
	says(t, made.Open, "release.tags: there are no tags yet")
	if !made.Git {
		t.Error("it is under git")
	}
}

func TestAnEmptyDirectory(t *testing.T) {
	t.Parallel()
	made, policy := drafted(t, t.TempDir())
	if !reflect.DeepEqual(policy, config.DefaultPolicy()) {
		t.Errorf("%+v", policy)
	}
	says(t, made.Open, "no program code was recognised")
}

// What is broken or large is named and costs nothing else.
func TestFilesThatAreNotUnderstood(t *testing.T) {
	t.Parallel()
	made, policy := drafted(t, tree(t, map[string]string{
		"package.json":               `{"dependencies": {`,
		"pyproject.toml":             "[project\n",
		"Cargo.toml":                 "[workspace]\nmembers = 7\n",
		"composer.json":              strings.Repeat(" ", 1<<20+1),
		"pnpm-workspace.yaml":        "packages: {a: [\n",
		".github/workflows/a.yml":    "jobs: [\n",
		".github/workflows/b.yaml":   "on: push\njobs:\n  a:\n    environment: staging\n",
		"release-please-config.json": "[]",
		"fly.toml":                   "app = \n",
		"render.yaml":                "\t- no\n",
	}))
	var names []string
	for _, one := range made.Unread {
		names = append(names, one.What)
	}
	for _, want := range []string{
		"package.json", "pyproject.toml", "Cargo.toml", "composer.json", "pnpm-workspace.yaml", ".github/workflows/a.yml",
		"release-please-config.json", "fly.toml", "render.yaml",
	} {
		if !strings.Contains(strings.Join(names, " ")+" ", want+" ") || !strings.Contains(string(made.File), "# - "+want+": ") {
			t.Errorf("%s is not named: %v", want, names)
		}
	}
	if policy.Environments.Staging.Deployment != "staging" {
		t.Error("what stands beside a broken file was not read")
	}
}

func TestABareRepositoryIsRefused(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	git(t, root, march, "init", "--quiet", "--bare")
	if _, err := draft.Read(t.Context(), root); err == nil || !strings.Contains(err.Error(), "bare") {
		t.Errorf("%v", err)
	}
}
