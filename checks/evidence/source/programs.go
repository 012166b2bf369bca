package source

import (
	sitter "github.com/tree-sitter/go-tree-sitter"

	"github.com/golive-app/golive/checks/evidence/source/lowering"
	"github.com/golive-app/golive/checks/evidence/source/program"
	"github.com/golive-app/golive/checks/evidence/source/query"
	"github.com/golive-app/golive/checks/evidence/source/syntax"
)

// readPrograms reads what needs the whole program of a file: one tree, lowered once,
// and one reader after the other over it. A part that cannot be read leaves the
// other facts as they are.
func readPrograms(tree *sitter.Tree, language string, content []byte, facts *Facts) {
	grammar, found := syntax.GrammarOf(language)
	if !found {
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
	readProgram(file, facts)
}

// readProgram has every reader add what it finds: the one list of them.
func readProgram(file *program.File, facts *Facts) {
	facts.Queries = facts.Queries.Join(query.Read(file))
}
