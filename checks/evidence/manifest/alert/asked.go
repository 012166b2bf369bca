package alert

import "github.com/golive-app/golive/checks/evidence/manifest/terraform"

// Asked is an alarm that asks in a language which is not read here: what it watches is
// not known.
type Asked struct {
	Place
	Source   string // "Azure Monitor", …
	Language string // "Kusto", …
	Name     string
}

const maxAsked = 1000

func (r *Rules) ask(source, language string, one *terraform.Resource) {
	if len(r.Asked) < maxAsked {
		at := one.Place()
		r.Asked = append(r.Asked, Asked{Place{at.Path, at.Line}, source, language, one.Label()})
	}
}

// googleLanguages are conditions of Cloud Monitoring that ask in a language of their own.
var googleLanguages = map[string]string{
	"condition_monitoring_query_language": "MQL", "condition_matched_log": "Logging's query language", "condition_sql": "SQL",
}

// askedByGoogle notes the conditions of a policy that are not read.
func (r *Rules) askedByGoogle(one *terraform.Resource) {
	conditions, _ := one.Blocks("conditions")
	for _, condition := range conditions {
		for block, language := range googleLanguages {
			if has, _ := condition.Has(block); has {
				r.ask("Google Cloud", language, one)
			}
		}
	}
}
