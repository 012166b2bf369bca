package doctor

import (
	"errors"
	"fmt"

	"github.com/golive-app/golive/jobs"
)

// PublicFacts are what the public address answers, asked from this machine.
type PublicFacts struct {
	Asked   bool
	Version string // of the golive that answers there; empty: none does
	Status  int    // of an answer that is not golive's; 0: there was none
	Problem string // why there was no answer
}

// judgePublic never says worse than Advice: what counts is whether GitHub gets
// through, and this machine may not reach its own public address (hairpin NAT, a
// firewall) where GitHub does.
func judgePublic(facts Facts) Diagnosis {
	public := facts.Public
	found := Diagnosis{Name: "public", State: Advice, Why: "GitHub delivers there. It was asked from this machine; GitHub may get through all the same."}
	switch {
	case public.Version != "":
		found.State, found.Why = Good, ""
		found.What = fmt.Sprintf("golive %s answers at %s.", public.Version, facts.PublicURL)
	case public.Status != 0:
		found.What = fmt.Sprintf("What answers at %s/version is not golive (%d).", facts.PublicURL, public.Status)
		found.HowToMend = "Check that the reverse proxy passes everything below that address to GOLIVE_LISTEN, and that `golive serve` runs; `golive health` asks it directly."
	default:
		found.What = fmt.Sprintf("Nobody answers at %s: %s.", facts.PublicURL, public.Problem)
		found.HowToMend = "Check that `golive serve` runs (`golive health` asks it directly), then DNS, the certificate, the reverse proxy and the firewall."
	}
	return found
}

// hookless reports whether the App has no webhook, as one of a try-out.
func (f Facts) hookless() bool {
	return f.Identity.Err == nil && f.Hook.URL == "" && (f.HookErr == nil || errors.Is(f.HookErr, jobs.ErrGone))
}
