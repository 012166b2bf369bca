package source

import (
	sitter "github.com/tree-sitter/go-tree-sitter"

	"github.com/golive-app/golive/checks/evidence/source/link"
	"github.com/golive-app/golive/checks/evidence/source/lowering"
	"github.com/golive-app/golive/checks/evidence/source/practice"
	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/query"
	"github.com/golive-app/golive/checks/evidence/source/route"
	"github.com/golive-app/golive/checks/evidence/source/safeguard"
	"github.com/golive-app/golive/checks/evidence/source/setting"
	"github.com/golive-app/golive/checks/evidence/source/syntax"
	"github.com/golive-app/golive/checks/evidence/source/taint"
	"github.com/golive-app/golive/checks/evidence/source/usage"
)

// readers are those who read a file's program, each into its own field of the facts:
// the one list of them.
var readers = []func(*program.File, *Facts){
	func(file *program.File, facts *Facts) { facts.Link = link.Read(file) },
	func(file *program.File, facts *Facts) { facts.Taint = taint.Read(file) },
	func(file *program.File, facts *Facts) { facts.Queries = facts.Queries.Join(query.Read(file)) },
	func(file *program.File, facts *Facts) { facts.Routes = route.Read(file) },
	func(file *program.File, facts *Facts) { facts.Safeguards = safeguard.Read(file) },
	func(file *program.File, facts *Facts) { facts.Practice = facts.Practice.Join(practice.Read(file)) },
	func(file *program.File, facts *Facts) { facts.Settings = facts.Settings.Join(setting.Read(file)) },
	readSchema,
	readBreakpoints,
	func(file *program.File, facts *Facts) { facts.Usage = facts.Usage.With(usage.Read(file)) },
}

// readPrograms reads what needs the whole program of a file: one tree, lowered once,
// and one reader after the other over it. A part that cannot be read, or not in time,
// leaves the other facts as they are.
func readPrograms(tree *sitter.Tree, language string, deep depth, content []byte, facts *Facts, expired func() bool) {
	grammar, found := syntax.GrammarOf(language)
	if !found || deep == callsAlone && !mentionsBreakpoint(language, content) {
		return
	}
	flattened, err := syntax.Flatten(tree, grammar, content)
	if err != nil {
		facts.Deep = err.Error()
		return
	}
	file, err := lowering.Lower(language, flattened)
	if err != nil {
		facts.Deep = err.Error()
		return
	}
	if deep == callsAlone {
		readBreakpoints(file, facts)
		return
	}
	for _, read := range readers {
		if expired() {
			facts.Deep = errSlow.Error()
			return
		}
		read(file, facts)
	}
}
