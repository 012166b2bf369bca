package taint

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/link"
)

// Callees follows calls by the index of the repository's names.
func Callees(index *link.Index) Callee {
	return func(from string, call Call) (string, int, bool) {
		target, found := link.Target{}, false
		class, _, method := strings.Cut(call.Within, ".")
		rest, own := call.Origin, false
		for _, self := range []string{"this.", "self.", "cls."} {
			if trimmed, cut := strings.CutPrefix(call.Origin, self); cut {
				rest, own = trimmed, true
			}
		}
		switch {
		case own && method && !strings.Contains(rest, "."):
			target, found = index.Method(from, class, rest)
		default:
			target, found = index.Callee(from, call.Origin)
		}
		return target.Path, target.Line, found && target.Line > 0
	}
}
