package books

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
	"github.com/golive-app/golive/config/regex"
)

// Side is a file before or after a difference. A side without a file is nil.
type Side []byte

// MostBytes bounds a side: lock files of large products have a few megabytes.
const MostBytes = 8 << 20

// Difference tells what the difference of one path is about; false where it is none of
// a release's books. The class is what the reader of sources takes the path for.
func Difference(name string, class checks.PathClass, before, after Side) (checks.DifferenceKind, bool) {
	switch {
	case len(before) > MostBytes || len(after) > MostBytes || isProgram(before) || isProgram(after):
		return "", false
	case class == checks.ClassVendored || class == checks.ClassGenerated && !isLock(name):
		return "", false
	case name == config.PolicyFile:
		return checks.DiffersInPolicy, true
	case isChangelog(name):
		return checks.DiffersInChangelog, true
	case isVersionOnly(name, before, after):
		return checks.DiffersInVersion, true
	case class == checks.ClassDocumentation && isProse(name):
		return checks.DiffersInDocumentation, true
	case (class == checks.ClassTest || class == checks.ClassFixture) && isTest(name):
		return checks.DiffersInTests, true
	default:
		return "", false
	}
}

// isProgram reports whether a file is started by its first line.
func isProgram(side Side) bool { return bytes.HasPrefix(side, []byte("#!")) }

var (
	changelogName = regex.New(`(?i)^change[-_]?log(?:\.(?:md|markdown|txt|rst|adoc|asciidoc))?$`)
	// historyName are names that a page of a product may have too.
	historyName = regex.New(`(?i)^(?:changelogs|changes|history|news|releases?|release[-_]?notes)(?:\.(?:md|markdown|txt|rst|adoc|asciidoc))?$`)
)

// isChangelog reports whether a path is a change log, or a note that a tool collects
// into one (https://github.com/changesets/changesets).
func isChangelog(name string) bool {
	folder, base := path.Split(name)
	if folder == ".changeset/" {
		return path.Ext(base) == ".md"
	}
	return changelogName.MatchString(base) || historyName.MatchString(base) && !inProduct(name)
}

// proseEndings are the kinds of file that people read and nothing runs. MDX is code
// (https://mdxjs.com).
var proseEndings = []string{".md", ".markdown", ".rst", ".adoc", ".asciidoc", ".txt", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"}

// proseNames are the documents that have no ending.
var proseNames = regex.New(`(?i)^(?:readme|licen[cs]e|copying|notice|authors|contributors|maintainers|contributing|security|code_of_conduct)$`)

// isProse reports whether a path of documentation is one that a product does not show
// to its users: a page below a source folder or of a site's content is the product.
func isProse(name string) bool {
	base := path.Base(name)
	if inProduct(name) || strings.EqualFold(base, "requirements.txt") || strings.EqualFold(base, "CMakeLists.txt") {
		return false
	}
	return proseNames.MatchString(base) || slices.Contains(proseEndings, strings.ToLower(path.Ext(base)))
}

// productFolders hold what a product is built from, be it text.
var productFolders = []string{"src", "app", "lib", "client", "frontend", "web", "www", "public", "assets", "static", "components", "pages", "resources", "source", "content", "contents", "posts", "_posts", "blog", "prompts", "templates", "views"}

func inProduct(name string) bool {
	return slices.ContainsFunc(strings.Split(strings.ToLower(path.Dir(name)), "/"), func(folder string) bool { return slices.Contains(productFolders, folder) })
}

var (
	testName    = regex.New(`(?:[._-](?:test|tests|spec|specs|e2e|cy)\.[cm]?[jt]sx?|_test\.(?:go|py|rb|exs)|_spec\.rb|^(?:test_[^/]*|conftest)\.py|Tests?\.(?:java|kt|cs|php|swift|scala)|\.snap)$`)
	testFolders = []string{"test", "tests", "__tests__", "spec", "specs", "e2e", "cypress", "testdata", "__snapshots__"}
)

// isTest reports whether a path of tests is one by its name, or lies in a folder of
// tests that is none of the product's: app/test/page.tsx is a page.
func isTest(name string) bool {
	if testName.MatchString(path.Base(name)) {
		return true
	}
	folders := strings.Split(strings.ToLower(path.Dir(name)), "/")
	at := slices.IndexFunc(folders, func(folder string) bool { return slices.Contains(testFolders, folder) })
	return at >= 0 && !inProduct(strings.Join(folders[:at], "/")+"/x")
}
