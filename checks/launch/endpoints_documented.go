package launch

import (
	"cmp"
	"fmt"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/openapi"
	"github.com/golive-app/golive/checks/evidence/source/route"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

// documented is what the product's own OpenAPI documents say that it answers.
type documented struct {
	described []route.Described
	schemas   []route.Answered // of GraphQL
	unread    []checks.Skipped
}

// record states how far documents and code agree. What a document has and the code
// does not is no fault: it says how much of the code's routes may have been missed.
func (d documented) record(record func(outcome checks.Outcome, summary, path string, line int)) {
	for _, one := range d.described {
		summary := fmt.Sprintf("%s describes %s: routes of the code confirm %d", wording.QuotedPath(one.Path), wording.Counted(len(one.Operations), "operation", "operations"), one.Confirmed)
		if one.Explained > 0 {
			summary += fmt.Sprintf("; %d fit routes whose paths are known in part", one.Explained)
		}
		if len(one.Copies) > 0 {
			summary += "; " + wording.Listed(wording.QuotedPaths(one.Copies), 3) + " says the same"
		}
		path, line := one.Path, 0
		if count := len(one.Unmatched); count > 0 {
			line = one.Unmatched[0].Line
			path = cmp.Or(one.Unmatched[0].File, path)
			summary += fmt.Sprintf("; %d could not be matched with any, and may be routes that were not read, or not the product's: %s", count, operations(one.Unmatched))
		}
		if one.Elsewhere > 0 {
			summary += "; " + wording.Counted(one.Elsewhere, "path stands", "paths stand") + " elsewhere, and could not be read"
		}
		if one.Cut {
			summary += "; there are more, which were not read"
		}
		record(checks.Neutral, summary, path, line)
	}
	for _, one := range d.schemas {
		summary := fmt.Sprintf("%s defines %s of GraphQL: code that answers %d was found", wording.QuotedPath(one.Path), wording.Counted(one.Operations, "operation", "operations"), one.Answered)
		if rest := one.Operations - one.Answered; rest > 0 {
			summary += fmt.Sprintf("; what answers %d could not be read, and nothing is said of who may ask", rest)
		}
		record(checks.Neutral, summary, one.Path, 0)
	}
	for _, one := range d.unread {
		record(checks.Neutral, fmt.Sprintf("%s could not be read: %s", wording.QuotedPath(one.Path), one.Reason), one.Path, 0)
	}
}

func operations(all []openapi.Operation) string {
	names := make([]string, len(all))
	for i, one := range all {
		names[i] = fmt.Sprintf("%s (line %d)", wording.Quoted(one.Method+" "+one.Path), one.Line)
	}
	return wording.Listed(names, 4)
}

// find returns an operation that a document has, and no route of the code explains,
// at a path below or without what its servers put before it.
func (d documented) find(path *regex.Expression) (openapi.Operation, string, bool) {
	for _, one := range d.described {
		for _, operation := range one.Unmatched {
			if (operation.Method == "GET" || operation.Method == "HEAD") && path.MatchString(operation.Path) {
				return operation, cmp.Or(operation.File, one.Path), true
			}
		}
	}
	return openapi.Operation{}, "", false
}

// aside adds to why the item does not apply that a document says otherwise.
func (d documented) aside() string {
	count := 0
	for _, one := range d.described {
		count += len(one.Operations)
	}
	if count == 0 {
		return ""
	}
	return fmt.Sprintf("; %s describes %s, which nothing in the code answers", wording.QuotedPath(d.described[0].Path), wording.Counted(count, "operation", "operations"))
}
