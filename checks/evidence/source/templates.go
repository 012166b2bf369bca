package source

import (
	"github.com/golive-app/golive/checks/evidence/source/query"
	"github.com/golive-app/golive/checks/evidence/source/taint"
)

// templateGrammars are the languages of templates that no program is carried in.
func templateGrammars() []grammar {
	var all []grammar
	for _, language := range taint.TemplateLanguages() {
		if language == "Vue" || language == "Svelte" {
			continue // read with the scripts that they carry
		}
		all = append(all, grammar{language: language, text: func(content []byte, facts *Facts, _ func() bool) error {
			facts.Taint = taint.ReadTemplate(language, content)
			facts.Queries = query.ReadTemplate(content)
			return nil
		}})
	}
	return all
}
