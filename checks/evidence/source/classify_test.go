package source

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
)

func TestClassify(t *testing.T) {
	t.Parallel()
	for class, paths := range map[checks.PathClass]string{
		// What other tools take for vendored, test or example code, and is not.
		checks.ClassProduction: `
			src/index.ts app/page.tsx server.js index.js lib/util.js main.go cmd/server/main.go cmd/api/handler.go app/models/user.rb manage/views.py
			src/cache/redis.ts src/env/config.ts src/vendors/list.ts src/external/payment.ts src/scripts/main.js src/examples/page.tsx app/demo/page.tsx
			src/tools/search.ts src/build/pipeline.ts src/components/effects.js src/bootstrap.js src/react-query.js lib/angular-app.js src/controls.js
			src/d3/chart.ts src/Chart.js src/d3-chart.js src/latest/contest.ts src/attestation.ts src/testimonials.tsx src/inspector.ts src/features/spectrum.ts
			src/commands/create-order.handler.ts src/migrator.ts src/mocking.ts src/config.ts src/app.config.service.ts src/factories/order.ts
			src/docs/viewer.tsx public/scripts/app.js static/js/site.js packages/api/src/index.ts packages/ui/src/samples/list.tsx website/server.js
			src/types/global.d.ts pages/examples/index.tsx client/src/dist-calculator.ts src/distribution/index.ts src/coverage/report.ts
			handlers/upload.js cache/store.js env/load.js external/client.js src/fit.ts templates/render.js lib/rake.rb src/build_rs.rs src/index-settings.js src/user-controller.mjs`,
		checks.ClassTest: `
			test/a.js tests/unit/b.ts src/__tests__/a.tsx src/a.test.ts src/a.spec.tsx src/a-test.js a_test.go pkg/b_test.go test_views.py tests.py
			conftest.py spec/models/user_spec.rb src/test/java/com/acme/Order.java OrderTest.java src/OrderTests.cs Acme.Tests/Order.cs e2e/login.ts
			cypress/support/index.js apps/web-e2e/src/main.ts src/setupTests.ts jest.setup.js vitest.setup.ts login.cy.ts app/login.e2e.ts src/a.test.mjs
			karma.conf.js src/test-utils/render.tsx src/testing/harness.ts crates/searcher/src/testutil.rs app/test_helpers.py packages/app-tests/e2e.ts internal/testx/log.go internal/db/mocks.go store/user_mock.go`,
		checks.ClassFixture:   `test/fixtures/a.js testdata/a.go src/__fixtures__/a.ts src/__mocks__/fs.ts src/mocks/handlers.ts src/api.mock.ts src/__snapshots__/a.snap.js spec/cassettes/a.yml`,
		checks.ClassExample:   `examples/basic/index.js example/app.ts samples/a.py demo/index.js src/Button.stories.tsx .storybook/main.ts stories/a.tsx packages/a/examples/b.ts src/button/stories.tsx client/storybook/preview.js`,
		checks.ClassMigration: `migrations/001.ts db/migrate/20200101_a.rb src/migrations/1-init.ts prisma/migrations/1/migration.sql app/migrations/0001_initial.py src/a.migration.ts db/old_migrations/20230912_a.rb alembic/versions/2023_a.py backend/app/alembic/versions/b.py`,
		checks.ClassScript: `
			scripts/deploy.ts script/build tools/gen.go gulpfile.js gulpfile.babel.js Gruntfile.js webpack.config.js webpack.prod.js webpack/common.js
			vite.config.ts next.config.mjs jest.config.js babel.config.cjs tailwind.config.ts playwright.config.ts .eslintrc.js .prettierrc.cjs Makefile Rakefile
			.github/scripts/release.js .github/workflows/ci.yml .circleci/config.yml build/webpack.js build.js server/scripts/backfill.ts packages/a/scripts/b.js
			prisma/seed.ts prisma/seed-database.ts packages/build-scripts/src/a.ts db/seeds.rb src/database/seeders/user.ts src/user.seed.ts src/app.config.js Jenkinsfile setup.py hack/update.sh benchmarks/run.js lib/tasks/backfill.rake build.rs build.gradle.kts buildSrc/src/main/kotlin/Report.kt .claude/skills/query.py shop.gemspec`,
		checks.ClassCommand:       `bin/www bin/cli.js src/cli/index.ts src/cli.ts packages/a/bin/run.js cmd/run.js manage.py src/bin/start.ts shop/management/commands/backfill.py`,
		checks.ClassVendored:      `node_modules/a/index.js vendor/github.com/a/b.go src/vendor/lib.js third_party/a.js public/jquery-3.6.0.min.js static/app.min.js assets/jquery.js .yarn/releases/yarn.cjs public/plugins/codemirror-5.17.0/mode/gfm/test.js bower_components/a.js`,
		checks.ClassGenerated:     `dist/index.js out/a.js src/__generated__/types.ts api.pb.go src/api.generated.ts src/routeTree.gen.ts .next/server/a.js coverage/lcov-report/a.js public/app.bundle.js src/generated/client.ts assets/built/admin/a.mjs public/index-B8te98RZ.mjs built/a.js messages_pb2.py`,
		checks.ClassDocumentation: `README.md docs/guide.ts docs/src/a.tsx CHANGELOG.md LICENSE packages/a/docs/b.js notes.mdx CONTRIBUTING.rst`,
	} {
		for path := range strings.FieldsSeq(paths) {
			if path == "assets/built/admin/a.mjs" {
				continue // below a source folder, only the content can tell
			}
			if got := Classify(path, nil); got != class {
				t.Errorf("%s is %s, want %s", path, got, class)
			}
		}
	}
}

func TestClassifyByContent(t *testing.T) {
	t.Parallel()
	data := "export const icon = 'data:image/png;base64," + strings.Repeat("A", 20_000) + "'\n"
	code := strings.Repeat("export function handler(request) {\n  return respond(request)\n}\n", 50)
	for name, test := range map[string]struct {
		path, head string
		want       checks.PathClass
	}{
		"a generator's note":                   {"src/api.ts", "/* eslint-disable */\n// This file is auto-generated by openapi\nexport {}\n", checks.ClassGenerated},
		"the mark of a generator":              {"src/api.ts", "/**\n * @generated SignedSource<<a>>\n */\n", checks.ClassGenerated},
		"Go's mark":                            {"api/types.go", "// Code generated by protoc-gen-go. DO NOT EDIT.\npackage api\n", checks.ClassGenerated},
		"code that speaks of generated things": {"src/a.ts", "const label = 'auto-generated'\nexport function generated() {}\n", checks.ClassProduction},
		"a minified script":                    {"public/lib.js", strings.Repeat("function a(b){return b};", 1000), checks.ClassGenerated},
		"a script of one line":                 {"src/server.js", "module.exports = require('./application').create({ port: process.env.PORT || 3000, logger: require('./logger'), database: require('./database') });\n", checks.ClassProduction},
		"one long line in written code":        {"src/icons.js", code + data, checks.ClassProduction},
		"data alone":                           {"src/icon.js", data, checks.ClassProduction},
		"long lines in TypeScript":             {"src/a.ts", strings.Repeat("x", 400) + "\n", checks.ClassProduction},
		"a program of its own":                 {"tool.js", "#!/usr/bin/env node\nconsole.log(1)\n", checks.ClassCommand},
		"a program among scripts":              {"scripts/a.js", "#!/usr/bin/env node\n", checks.ClassScript},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := Classify(test.path, []byte(test.head)); got != test.want {
				t.Errorf("%s is %s, want %s", test.path, got, test.want)
			}
		})
	}
}

func TestLanguages(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"a.js": "JavaScript", "a.mjs": "JavaScript", "a.jsx": "JavaScript", "a.ts": "TypeScript", "a.d.ts": "TypeScript", "a.mts": "TypeScript", "a.tsx": "TSX",
		"A.TS": "TypeScript", "a.vue": "Vue", "a.svelte": "Svelte", "a.py": "Python", "a.rb": "Ruby", "Dockerfile": "Dockerfile", "Makefile": "Makefile",
		"a.yml": "YAML", "package.json": "JSON", "a.css": "CSS", "a.png": "", "LICENSE": "", "a": "", "a.html": "HTML", ".env.example.sail": "Dotenv",
	} {
		if got := Language(path, nil); got != want && (want != "" || Code(got)) {
			t.Errorf("%s is %q, want %q", path, got, want)
		}
	}
	if got := Language("i18n/de.ts", []byte("<?xml version=\"1.0\"?>\n<TS/>")); got != "XML" {
		t.Errorf("a Qt translation is %q", got)
	}
	if got := Language("run", []byte("#!/usr/bin/env node\nconsole.log(1)\n")); got != "JavaScript" {
		t.Errorf("a script without an extension is %q", got)
	}
	for language, want := range map[string]bool{
		"Python": true, "Go": true, "TSX": true, "Vue": true, "Kotlin": true, "C++": true, "": false, "YAML": false,
		"Shell": false, "Dockerfile": false, "HCL": false, "Markdown": false, "HTML": false, "CSS": false, "XSLT": false, "SQL": false,
	} {
		if got := Code(language); got != want {
			t.Errorf("Code(%q) is %v", language, got)
		}
	}
}

func TestAPackagesCommandsAreCommands(t *testing.T) {
	t.Parallel()
	r := newRepo(t).write(
		"package.json", `{"bin": {"shop": "./lib/main.js", "other": "lib/run"}}`, "lib/main.js", "x", "lib/run.js", "x", "lib/commands/add.js", "x", "lib/a.js", "x",
		"packages/tool/package.json", `{"bin": "start.mjs"}`, "packages/tool/start.mjs", "x", "packages/api/package.json", `{"bin": 3}`,
		"packages/api/src/a.ts", "x", "broken/package.json", `{"bin": `, "web/src/scripts/page.js", "x",
		"packages/core/package.json", `{"name": "@acme/core", "bin": {"shop": "bin/cli.js"}}`, "packages/core/src/scripts/dev.ts", "x", "packages/core/src/lib/a.ts", "x",
		"packages/create/package.json", `{"name": "create-acme-app", "bin": "./cli.js"}`, "packages/create/src/index.ts", "x",
		"packages/creator/package.json", `{"name": "creator", "bin": "./cli.js"}`, "packages/creator/src/index.ts", "x",
	)
	want := map[string]checks.PathClass{
		"lib/main.js": checks.ClassCommand, "lib/run.js": checks.ClassCommand, "lib/commands/add.js": checks.ClassCommand, "lib/a.js": checks.ClassProduction,
		"packages/core/src/scripts/dev.ts": checks.ClassCommand, "packages/core/src/lib/a.ts": checks.ClassProduction, "packages/create/src/index.ts": checks.ClassCommand,
		"packages/creator/src/index.ts": checks.ClassProduction, "web/src/scripts/page.js": checks.ClassProduction,
		"packages/tool/start.mjs": checks.ClassCommand, "packages/api/src/a.ts": checks.ClassProduction,
	}
	for _, file := range r.open(r.commit("first")).Files() {
		if class, found := want[file.Path]; found && file.Class != class {
			t.Errorf("%s is %s, want %s", file.Path, file.Class, class)
		}
	}
}

func FuzzClassify(f *testing.F) {
	f.Add("src/a.ts", []byte("// x\n"))
	f.Add("../..//a/.min.js", []byte("#!/bin/sh"))
	f.Fuzz(func(t *testing.T, path string, head []byte) {
		if len(path) > 2000 || len(head) > headSize {
			return
		}
		if Classify(path, head) == "" {
			t.Errorf("%q has no class", path)
		}
		_ = Language(path, head)
		if refusePath(path, 1024) == "" && strings.Contains("/"+path+"/", "/../") {
			t.Errorf("%q was accepted", path)
		}
	})
}

// What the words of a rule leave out, its expression does not match.
func TestWordsOfFileRulesLeaveNothingOut(t *testing.T) {
	t.Parallel()
	names := strings.Fields(`
		jquery.js JQuery-3.6.0.slim.js app.min.js app-min.mjs .pnp.cjs a.Generated.ts a.gen.go a.pb.go a_pb.js a_pb2.py a_pb2_grpc.pyi a.bundle.js a.chunk.js a.g.dart a.freezed.dart A.Designer.cs
		a.fixture.ts a-fixtures.json a.mock.ts a-mocks.js a.snap a.snap.js a.test.ts a_tests.js a-spec.mjs a.specs.tsx a.e2e.ts a.cy.ts a.e2e-spec.ts a.test-d.ts a_test.go a_test.exs a_spec.rb test_a.py tests.py conftest.py
		ATest.java ATests.swift ASpec.scala AIT.kt mock.go mocks_a.go a_mock.go setupTests.ts jest.setup.ts vitest-global.js karma.conf.js test-setup.ts test_utils.py testhelper.go test_support.rb a.migration.ts a-migrations.cjs
		story.tsx a.stories.ts README README.md CHANGELOG CHANGES.txt CONTRIBUTING LICENCE LICENSE.md COPYING SECURITY.md CODE_OF_CONDUCT a.mdx a.rst a.adoc
		gulpfile.babel.js Gruntfile.js Jakefile Rakefile Makefile GNUmakefile justfile Jenkinsfile Vagrantfile Dangerfile.ts fabfile.py noxfile.py setup.py conanfile.py build.rs magefile.go webpack.prod.js webpack-common.ts
		build.js esbuild.mjs release.cjs publish.js seed.ts seeds.rb .eslintrc.js .lint-stagedrc.cjs a.rake a.gradle.kts a.gemspec a.config.ts a.config.prod.js a.seeder.ts a-seeds.js seed-users.ts cli.ts manage.py CLI.js a.cli.ts a-cli.js`)
	rules := map[string]fileRule{
		"vendor": vendorFiles, "generated": generatedFiles, "fixture": fixtureFiles, "test": testFiles, "migration": migrationFiles,
		"example": exampleFiles, "documentation": documentationFiles, "script": scriptFiles, "command": commandFiles,
	}
	met := map[string]int{}
	for _, name := range names {
		matched := false
		for rule, one := range rules {
			for _, form := range []string{name, strings.ToUpper(name), strings.ToLower(name)} {
				if one.pattern.MatchString(form) {
					matched = true
					met[rule]++
					if !one.matches(placeOf(form)) {
						t.Errorf("%s: %q is left out", rule, form)
					}
				}
			}
		}
		if !matched {
			t.Errorf("%q is matched by no rule", name)
		}
	}
	for rule := range rules {
		if met[rule] < 2 {
			t.Errorf("%s was tried by %d names", rule, met[rule])
		}
	}
}
