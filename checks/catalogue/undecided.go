package catalogue

import (
	"context"

	"github.com/golive-app/golive/checks"
)

// later is the check of an item that this version of golive cannot judge: it
// says which connection the verdict will come from and looks at nothing.
func later(connection checks.Connection, reason string) checks.Check {
	return checks.CheckFunc(func(context.Context, checks.Subject) (checks.Observation, error) {
		return checks.Observation{
			Headline: "not judged by this version of golive",
			Missing: []checks.Missing{{
				Connection: connection, Later: true, Reason: reason,
				Remedy: "Nothing can be connected for this yet: until a later version of golive judges it, a person looks and signs.",
			}},
		}, nil
	})
}
