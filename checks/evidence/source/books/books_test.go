package books_test

import (
	"strings"
	"testing"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/evidence/source/books"
)

// sides are a file before and after; "-" is no file.
type sides struct{ path, before, after string }

func (s sides) kind() checks.DifferenceKind {
	side := func(text string) books.Side {
		if text == "-" {
			return nil
		}
		return books.Side(text)
	}
	kind, isBook := books.Difference(s.path, source.Classify(s.path, nil), side(s.before), side(s.after))
	if !isBook {
		return "other"
	}
	return kind
}

func TestADifferenceIsOfTheBooksOrNot(t *testing.T) {
	t.Parallel()
	const other = checks.DifferenceKind("other")
	for name, test := range map[string]struct {
		sides
		want checks.DifferenceKind
	}{
		"package.json, its version":                  {sides{"package.json", `{"name":"shop","version":"1.3.0"}`, `{"name":"shop","version":"1.4.0-rc.1"}`}, checks.DiffersInVersion},
		"and of a part of a monorepo":                {sides{"packages/api/package.json", `{"version":"1.3.0"}`, "{\n \"version\": \"1.4.0\"\n}\n"}, checks.DiffersInVersion},
		"its layout":                                 {sides{"package.json", `{"version":"1.3.0"}`, `{ "version": "1.3.0" }`}, checks.DiffersInVersion},
		"and a dependency":                           {sides{"package.json", `{"version":"1.3.0","dependencies":{"a":"1"}}`, `{"version":"1.4.0","dependencies":{"a":"2"}}`}, other},
		"and a script":                               {sides{"package.json", `{"version":"1.3.0"}`, `{"version":"1.4.0","scripts":{"postinstall":"curl"}}`}, other},
		"a dependency that is called version":        {sides{"package.json", `{"version":"1.3.0","dependencies":{"version":"1.0.0"}}`, `{"version":"1.3.0","dependencies":{"version":"2.0.0"}}`}, other},
		"a version that is an address":               {sides{"package.json", `{"version":"1.3.0"}`, `{"version":"https://example.com/x.tgz"}`}, other},
		"a version that is a command":                {sides{"package.json", `{"version":"1.3.0"}`, `{"version":"1.4.0; curl x"}`}, other},
		"a version of many lines":                    {sides{"package.json", `{"version":"1.3.0"}`, `{"version":"1.4.0\n"}`}, other},
		"a version that is very long":                {sides{"package.json", `{"version":"1.3.0"}`, `{"version":"1.4.0-` + strings.Repeat("a", 1000) + `"}`}, other},
		"a version that is no text":                  {sides{"package.json", `{"version":1}`, `{"version":2}`}, other},
		"a version that is new":                      {sides{"package.json", `{"name":"a"}`, `{"name":"a","version":"1.4.0"}`}, other},
		"a version that stands twice":                {sides{"package.json", `{"version":"1.3.0"}`, `{"version":"1.3.0","version":"1.4.0"}`}, other},
		"scripts that stand twice":                   {sides{"package.json", `{"version":"1.3.0","scripts":{}}`, `{"version":"1.3.0","scripts":{"a":"b"},"scripts":{}}`}, other},
		"a number that floats cannot tell apart":     {sides{"package.json", `{"version":"1.3.0","a":9007199254740992}`, `{"version":"1.3.0","a":9007199254740993}`}, other},
		"no JSON":                                    {sides{"package.json", `{"version":"1.3.0"}`, `{"version":"1.4.0"`}, other},
		"more behind the JSON":                       {sides{"package.json", `{"version":"1.3.0"}`, `{"version":"1.4.0"} x`}, other},
		"JSON that is nested without end":            {sides{"package.json", `{"version":"1.3.0"}`, strings.Repeat(`{"a":`, 5000)}, other},
		"a manifest that is new":                     {sides{"package.json", "-", `{"version":"1.4.0"}`}, other},
		"a manifest that is gone":                    {sides{"package.json", `{"version":"1.4.0"}`, "-"}, other},
		"a file that is called nearly so":            {sides{"my-package.json", `{"version":"1.3.0"}`, `{"version":"1.4.0"}`}, other},
		"a vendored one":                             {sides{"vendor/a/package.json", `{"version":"1.3.0"}`, `{"version":"1.4.0"}`}, other},
		"npm's lock file":                            {sides{"package-lock.json", `{"version":"1.3.0","packages":{"":{"version":"1.3.0"},"node_modules/a":{"version":"1.0.0"}}}`, `{"version":"1.4.0","packages":{"":{"version":"1.4.0"},"node_modules/a":{"version":"1.0.0"}}}`}, checks.DiffersInVersion},
		"and of a workspace":                         {sides{"package-lock.json", `{"version":"1.3.0","packages":{"packages/a":{"version":"1.3.0"}}}`, `{"version":"1.4.0","packages":{"packages/a":{"version":"1.4.0"}}}`}, checks.DiffersInVersion},
		"and of a package of others":                 {sides{"package-lock.json", `{"version":"1.3.0","packages":{"node_modules/a":{"version":"1.0.0"}}}`, `{"version":"1.4.0","packages":{"node_modules/a":{"version":"1.0.1"}}}`}, other},
		"and where it comes from":                    {sides{"package-lock.json", `{"version":"1.3.0","packages":{"a":{"version":"1.0.0","resolved":"x"}}}`, `{"version":"1.4.0","packages":{"a":{"version":"1.0.1","resolved":"x"}}}`}, other},
		"release-please's manifest":                  {sides{".release-please-manifest.json", `{".":"1.3.0","api":"2.0.0"}`, `{".":"1.4.0","api":"2.0.0"}`}, checks.DiffersInVersion},
		"pyproject.toml":                             {sides{"pyproject.toml", "[project]\nname = \"a\"\nversion = \"1.3.0\"\n", "[project]\nname = \"a\"\nversion = \"1.4.0\"  # x\n"}, checks.DiffersInVersion},
		"of poetry's":                                {sides{"pyproject.toml", "[tool.poetry]\nversion = \"1.3.0\"\n", "[tool.poetry]\nversion = \"1.4.0\"\n"}, checks.DiffersInVersion},
		"a tool's version":                           {sides{"pyproject.toml", "[project]\nversion = \"1.3.0\"\n[tool.x]\nversion = \"1.0\"\n", "[project]\nversion = \"1.3.0\"\n[tool.x]\nversion = \"2.0\"\n"}, other},
		"a table inside of a text":                   {sides{"pyproject.toml", "[tool.x]\nrun = \"\"\"\n[project]\nversion = \"1.3.0\"\n\"\"\"\n", "[tool.x]\nrun = \"\"\"\n[project]\nversion = \"1.4.0\"\n\"\"\"\n"}, other},
		"its dependencies":                           {sides{"pyproject.toml", "[project]\nversion = \"1.3.0\"\ndependencies = []\n", "[project]\nversion = \"1.4.0\"\ndependencies = [\"a\"]\n"}, other},
		"Cargo.toml":                                 {sides{"Cargo.toml", "[package]\nversion = \"1.3.0\"\n[dependencies]\na = \"1\"\n", "[package]\nversion = \"1.4.0\"\n[dependencies]\na = \"1\"\n"}, checks.DiffersInVersion},
		"a dependency's version":                     {sides{"Cargo.toml", "[package]\nversion = \"1.3.0\"\n[dependencies.a]\nversion = \"1\"\n", "[package]\nversion = \"1.3.0\"\n[dependencies.a]\nversion = \"2\"\n"}, other},
		"Cargo.lock":                                 {sides{"Cargo.lock", "[[package]]\nname = \"shop\"\nversion = \"1.3.0\"\n", "[[package]]\nname = \"shop\"\nversion = \"1.4.0\"\n"}, checks.DiffersInVersion},
		"a package from elsewhere in it":             {sides{"Cargo.lock", "[[package]]\nname = \"a\"\nversion = \"1.3.0\"\nsource = \"registry\"\n", "[[package]]\nname = \"a\"\nversion = \"1.4.0\"\nsource = \"registry\"\n"}, other},
		"uv.lock":                                    {sides{"uv.lock", "[[package]]\nname = \"shop\"\nversion = \"1.3.0\"\nsource = { editable = \".\" }\n", "[[package]]\nname = \"shop\"\nversion = \"1.4.0\"\nsource = { editable = \".\" }\n"}, checks.DiffersInVersion},
		"a package from elsewhere in that":           {sides{"uv.lock", "[[package]]\nname = \"a\"\nversion = \"1.3.0\"\nsource = { registry = \"x\" }\n", "[[package]]\nname = \"a\"\nversion = \"1.4.0\"\nsource = { registry = \"x\" }\n"}, other},
		"Chart.yaml":                                 {sides{"charts/shop/Chart.yaml", "name: shop\nversion: 1.3.0\nappVersion: \"1.3.0\"\n", "name: shop\nversion: 1.4.0\nappVersion: \"1.4.0\"\n"}, checks.DiffersInVersion},
		"a chart's dependency":                       {sides{"Chart.yaml", "version: 1.3.0\ndependencies: [{name: a, version: 1.0.0}]\n", "version: 1.4.0\ndependencies: [{name: a, version: 1.1.0}]\n"}, other},
		"two documents":                              {sides{"Chart.yaml", "version: 1.3.0\n", "version: 1.4.0\n---\nhooks: 1\n"}, other},
		"pom.xml":                                    {sides{"pom.xml", "<project><version>1.3.0</version><name>a</name></project>", "<project>\n<version>1.4.0</version><name>a</name></project>"}, checks.DiffersInVersion},
		"a parent's version":                         {sides{"pom.xml", "<project><parent><version>1.0</version></parent><version>1.3.0</version></project>", "<project><parent><version>2.0</version></parent><version>1.3.0</version></project>"}, other},
		"a plugin's version":                         {sides{"pom.xml", "<project><version>1.3.0</version><build><version>1</version></build></project>", "<project><version>1.3.0</version><build><version>2</version></build></project>"}, other},
		"a version by an entity":                     {sides{"pom.xml", "<project><version>1.3.0</version></project>", `<!DOCTYPE p [<!ENTITY v "1.4.0">]><project><version>1.4.0</version></project>`}, other},
		"a version of two parts":                     {sides{"pom.xml", "<project><version>1.3.0</version></project>", "<project><version>1.4<!-- -->.0</version></project>"}, other},
		"gradle.properties":                          {sides{"gradle.properties", "version=1.3.0\nkotlin=1\n", "version=1.4.0\nkotlin=1\n"}, checks.DiffersInVersion},
		"another property":                           {sides{"gradle.properties", "version=1.3.0\nkotlin=1\n", "version=1.4.0\nkotlin=2\n"}, other},
		"build.gradle":                               {sides{"build.gradle", "plugins {\n  id 'a' version '1'\n}\nversion = '1.3.0'\n", "plugins {\n  id 'a' version '1'\n}\nversion = '1.4.0'\n"}, checks.DiffersInVersion},
		"a plugin's version in it":                   {sides{"build.gradle", "plugins {\nid 'a'\nversion '1'\n}\n", "plugins {\nid 'a'\nversion '2'\n}\n"}, other},
		"a version that is worked out":               {sides{"build.gradle.kts", "version = \"1.3.0\"\n", "version = \"${exec()}\"\n"}, other},
		"VERSION":                                    {sides{"VERSION", "1.3.0\n", "1.4.0\n"}, checks.DiffersInVersion},
		"VERSION with more in it":                    {sides{"VERSION", "1.3.0\n", "1.4.0\nrm -rf\n"}, other},
		"a module that states the version":           {sides{"shop/__init__.py", "__version__ = \"1.3.0\"\nimport a\n", "__version__ = \"1.4.0\"\nimport a\n"}, checks.DiffersInVersion},
		"and does something else now":                {sides{"shop/__init__.py", "__version__ = \"1.3.0\"\nimport a\n", "__version__ = \"1.4.0\"\nimport b\n"}, other},
		"setup.cfg":                                  {sides{"setup.cfg", "[metadata]\nversion = 1.3.0\n", "[metadata]\nversion = 1.4.0\n"}, checks.DiffersInVersion},
		"a version elsewhere in it":                  {sides{"setup.cfg", "[bumpversion]\nversion = 1.3.0\n", "[bumpversion]\nversion = 1.4.0\n"}, other},
		"CHANGELOG.md":                               {sides{"CHANGELOG.md", "a", "b"}, checks.DiffersInChangelog},
		"of a part of a monorepo":                    {sides{"apps/web/CHANGELOG.md", "-", "b"}, checks.DiffersInChangelog},
		"a note of changesets":                       {sides{".changeset/brave-dogs-run.md", "a", "-"}, checks.DiffersInChangelog},
		"the settings of changesets":                 {sides{".changeset/config.json", "{}", "{ }"}, other},
		"a page of news of the product":              {sides{"src/pages/news.md", "a", "b"}, other},
		"README.md":                                  {sides{"README.md", "a", "b"}, checks.DiffersInDocumentation},
		"docs":                                       {sides{"docs/guide.md", "a", "-"}, checks.DiffersInDocumentation},
		"a program in docs":                          {sides{"docs/conf.py", "a", "b"}, other},
		"a page that is code":                        {sides{"docs/page.mdx", "a", "b"}, other},
		"a document that is run":                     {sides{"docs/run.md", "a", "#!/bin/sh\n"}, other},
		"a page of the product":                      {sides{"src/content/welcome.md", "a", "b"}, other},
		"a text that the product gives to a model":   {sides{"prompts/system.md", "a", "b"}, other},
		"what is installed":                          {sides{"docs/requirements.txt", "a", "b"}, other},
		"a test":                                     {sides{"src/cart.test.ts", "a", "b"}, checks.DiffersInTests},
		"a test of Go's":                             {sides{"cart_test.go", "-", "b"}, checks.DiffersInTests},
		"a folder of tests":                          {sides{"tests/helpers.py", "a", "b"}, checks.DiffersInTests},
		"a page that is called test":                 {sides{"app/test/page.tsx", "a", "b"}, other},
		"a program among tests":                      {sides{"tests/run", "a", "#!/bin/sh\n"}, other},
		"the policy of golive":                       {sides{".golive.yml", "version: 1\n", "version: 1\nmode: enforce\n"}, checks.DiffersInPolicy},
		"a file of its name elsewhere":               {sides{"examples/.golive.yml", "a", "b"}, other},
		"code":                                       {sides{"src/cart.ts", "a", "b"}, other},
		"a workflow":                                 {sides{".github/workflows/ci.yml", "a", "b"}, other},
		"a Dockerfile in docs":                       {sides{"docs/Dockerfile", "a", "b"}, other},
		"a change log that is larger than the limit": {sides{"CHANGELOG.md", "a", strings.Repeat("a", books.MostBytes+1)}, other},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := test.kind(); got != test.want {
				t.Errorf("%s: %s, want %s", test.path, got, test.want)
			}
		})
	}
}

// FuzzDifference holds the parsers to their promise for whatever a repository holds:
// none panics, and what is equal but for the version stays so the other way round.
func FuzzDifference(f *testing.F) {
	for _, name := range []string{"package.json", "package-lock.json", "pyproject.toml", "Cargo.lock", "Chart.yaml", "pom.xml", "build.gradle", "setup.cfg"} {
		f.Add(name, []byte(`{"version":"1"}`), []byte("version = '1'"))
	}
	f.Fuzz(func(t *testing.T, name string, before, after []byte) {
		class := source.Classify(name, nil)
		one, is := books.Difference(name, class, before, after)
		other, too := books.Difference(name, class, after, before)
		if is != too || one != other {
			t.Errorf("%q: %s %v, and %s %v the other way round", name, one, is, other, too)
		}
	})
}
