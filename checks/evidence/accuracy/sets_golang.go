package accuracy

import "regexp"

// golangSets are label sets of injections in Go that were read in when the rules for Go
// had been made, and that none of them was made from.
func golangSets() []Set {
	kinds := map[string]MutatedKind{}
	for cwe, of := range map[string]attack{"CWE-22": attackPath, "CWE-77": attackCommand, "CWE-89": attackSQL} {
		kinds[cwe] = MutatedKind{Item: injection, Part: of.part, Rule: of.rule, Own: of.own}
	}
	var groups []RefactoredGroup
	for _, row := range []struct {
		folder, tests, beside string
		of                    attack
	}{
		{"os", ``, ``, attackCommand},
		{"sql", ``, ``, attackSQL},
		// A path that is put together, used or not.
		{"path", ``, `-path-(?:filepath-)?(?:dir|join)$`, attackPath},
		{"ssrf", ``, ``, attackRequest},
		{"or", ``, ``, attackRedirect},
		// Answers that are JSON, XML or plain text by the documentation of gin and Fiber, in
		// which a browser runs nothing, and files.
		{"xss", ``, `json|xml|gin-context-string|fiber|gin-context-File`, attackMarkup},
		{"xss", `(?i)context-(?:v2-)?(?:send)?file$`, ``, attackPath},
		{"sanitizers", `xss-sanitizer$`, ``, attackMarkup},
		{"sanitizers", `os-injection$`, ``, attackCommand},
	} {
		group := RefactoredGroup{Name: row.folder, Item: injection, Part: row.of.part, Rule: row.of.rule, Own: row.of.own}
		if row.tests != "" {
			group.Tests = regexp.MustCompile(row.tests)
		}
		if row.beside != "" {
			group.Beside = regexp.MustCompile(row.beside)
		}
		groups = append(groups, group)
	}
	return []Set{
		Refactored{Folder: "openrefactory", Under: "ft", Groups: groups},
		Mutated{Folder: "go-sec-code-mutated", Mutants: regexp.MustCompile(`^(controllers/[a-z]+)_[a-z]{5}\.go$`), Original: "$1.go", Helpers: []string{"controllers", "utils", "models"}, Kinds: kinds},
		Mended{Folder: "injection-fixes", Item: injection, Rule: "injection.", Half: HeldBack},
	}
}
