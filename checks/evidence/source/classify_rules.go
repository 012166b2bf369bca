package source

import (
	"strings"

	"github.com/golive-app/golive/config/regex"
)

func words(list string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(list) {
		set[word] = true
	}
	return set
}

// fileRule names files by an expression. Each name that it matches holds one of some
// words in lower case, which are looked for first: a tree has many names, and an
// expression costs a hundred times as much.
type fileRule struct {
	words   []string
	pattern *regex.Expression
}

func filesNamed(words, pattern string) fileRule {
	return fileRule{strings.Fields(words), regex.New(pattern)}
}

func (r fileRule) matches(p place) bool {
	for _, word := range r.words {
		if strings.Contains(p.lower, word) {
			return r.pattern.MatchString(p.base)
		}
	}
	return false
}

// sourceFolders hold a product's own code; below them, ambiguous words are
// ordinary names.
var sourceFolders = words("src app lib client frontend web www public assets static components pages resources source")

var (
	vendorFolders = words("node_modules bower_components jspm_packages third_party third-party thirdparty vendor .yarn .pnpm-store flow-typed site-packages .venv venv pods carthage")
	vendorFiles   = filesNamed("-min. .min. jquery .pnp", `(?i)(?:[.-]min\.(?:js|mjs|css)|^jquery[-.\d]*(?:\.slim)?\.js|^\.pnp\.c?js)$`)

	// versionedFolder matches folders that are named after a release of what they
	// hold: codemirror-5.17.0.
	versionedFolder = regex.New(`^[a-z][\w.]*-v?\d+\.\d+\.\d+$`)

	// doubtfulVendor matches what Linguist calls vendored and applications use
	// for their own code.
	doubtfulVendor = regex.New(`(?:^|/)(?:cache|env|vendors|[Ee]xterns?|[Ee]xternals?|deps|[Dd]ependencies|[Pp]ackages|dist|\.github|\.vscode|testdata|[Tt]ests?|[Ss]pecs?)/` +
		`|(?:^|/)(?:effects|controls|dragdrop|prototype[^/]*|react[^/]*|angular[^/]*|d3[^/]*|yui[^/]*|Chart|bootstrap[^/]*|foundation[^/]*|cordova[^/]*|dojo|slick\.\w+)\.js$` +
		`|\.d\.ts$|(?:^|/)(?:Jenkinsfile|Vagrantfile|fabfile\.py|\.gitignore|\.gitattributes|\.gitmodules)$`)
)

var (
	generatedFolders = folderRule{
		anywhere: words("generated __generated__ .next .nuxt .output .svelte-kit .turbo .angular .parcel-cache storybook-static htmlcov"),
		outer:    words("dist out coverage built"),
	}
	generatedFiles = filesNamed(".generated. .gen. .pb. _pb. _pb2 bundle.js chunk.js .dart .designer.", `(?i)(?:\.(?:generated|gen)\.\w+|\.pb\.go|_pb\.(?:js|ts)|_pb2(?:_grpc)?\.pyi?|\.bundle\.js|\.chunk\.js|\.g\.dart|\.freezed\.dart|\.designer\.cs)$`)
)

// hashedName matches the file names that bundlers make up, such as
// index-B8te98RZ.mjs: eight letters and digits behind the last dash.
var hashedName = regex.New(`[-.]([0-9A-Za-z_]{8})\.(?:m?js|css)$`)

var (
	fixtureFolders = folderRule{anywhere: words("__fixtures__ fixtures fixture testdata test-data test_data test-fixtures __mocks__ mocks __snapshots__ cassettes")}
	fixtureFiles   = filesNamed("fixture mock snap", `(?i)(?:[.-](?:fixtures?|mocks?|snap)\.\w+|\.snap)$`)
)

var (
	testFolders = folderRule{
		anywhere: words("test tests __tests__ __test__ spec specs e2e cypress playwright androidtest unittests integration-tests integration_tests test-utils testutils test_utils testutil testutils testx testing"),
		suffix:   []string{".tests", ".test", "-e2e", "-tests", "_test", "_tests", ".unittests", ".integrationtests"},
	}
	testFiles = filesNamed("test spec e2e cy. it. mock jest karma", `(?:[._-](?:test|tests|spec|specs|e2e|cy|e2e-spec|test-d)\.[cm]?[jt]sx?|_test\.(?:go|py|rb|exs|dart|cc|cpp)|_spec\.rb|^(?:test_[^/]*|tests|conftest)\.py|Tests?\.(?:java|kt|cs|php|swift|scala)|(?:Spec|IT)\.(?:java|kt|scala|groovy)|^mocks?(?:_\w+)?\.go|_mocks?\.go|^(?:setupTests|(?:jest|vitest)[.-](?:setup|global)[^/]*|karma\.[^/]*|test-setup)\.[cm]?[jt]sx?|^test_?(?:utils?|helpers?|support)\.(?:rs|go|py|rb|kt|java|cs|php))$`)
)

var (
	migrationFolders = folderRule{anywhere: words("migrations migration migrate"), suffix: []string{"_migrations", "-migrations"}, pairs: []string{"alembic/versions"}}
	migrationFiles   = filesNamed("migration", `(?i)[.-]migrations?\.[cm]?[jt]sx?$`)
)

var (
	exampleFolders = folderRule{
		anywhere: words("__stories__ .storybook storybook"),
		outer:    words("example examples sample samples demo demos stories playground playgrounds sandbox"),
	}
	exampleFiles = filesNamed("stor", `(?i)(?:^|\.)stor(?:y|ies)\.[cm]?[jt]sx?$`)
)

var (
	documentationFolders = words("docs doc documentation man")
	documentationFiles   = filesNamed("readme chang contributing licen copying security code_of_conduct .md .rst .adoc", `(?i)^(?:README|CHANGELOG|CHANGES|CONTRIBUTING|LICEN[CS]E|COPYING|SECURITY|CODE_OF_CONDUCT)(?:\.\w+)?$|\.(?:md|mdx|rst|adoc)$`)
)

var (
	scriptFolders = folderRule{
		anywhere: words(".github .circleci .gitlab .buildkite .husky .changeset .ci .vscode .devcontainer .teamcity buildsrc .semgrep .claude .cursor .codex .agents .gemini .windsurf seeds seeders seed"),
		outer:    words("scripts script tools tooling build build-tools ci hack gulp grunt webpack config-overrides dev benchmark benchmarks bench"),
		suffix:   []string{"-scripts"},
	}
	scriptFiles = filesNamed("gulpfile gruntfile jakefile rakefile makefile justfile jenkinsfile vagrantfile dangerfile fabfile noxfile setup.py conanfile build. magefile webpack release. publish. seed rc. .rake .gradle.kts .gemspec .config.", `(?i)^(?:gulpfile[^/]*|gruntfile[^/]*|jakefile[^/]*|rakefile|makefile|gnumakefile|justfile|jenkinsfile|vagrantfile|dangerfile[^/]*|fabfile\.py|noxfile\.py|setup\.py|conanfile\.py|build\.rs|magefile\.go|webpack[.-][^/]*\.[cm]?[jt]s|(?:build|esbuild|release|publish)\.[cm]?js|seeds?\.(?:[cm]?[jt]s|rb|py)|\.[\w-]*rc\.[cm]?[jt]s)$`+
		`|\.rake$|\.gradle\.kts$|\.gemspec$|\.config\.[cm]?[jt]s$|\.config\.(?:base|common|shared|dev|development|prod|production|staging|test|local|ci|e2e|unit|integration|server|client)\.[cm]?[jt]s$|[.-]seed(?:er)?s?\.[cm]?[jt]s$|^seed[.-]\w+\.[cm]?[jt]s$`)
)

var (
	commandFolders = folderRule{anywhere: words("bin cli"), outer: words("cmd"), pairs: []string{"management/commands"}}
	commandFiles   = filesNamed("cli. manage.", `(?i)^(?:cli|manage)\.(?:[cm]?[jt]s|py|rb)$|[.-]cli\.[cm]?[jt]s$`)
)
