package config

import "time"

// RateLimitItem are the limits that security.rate-limit tries on staging.
type RateLimitItem struct {
	Public DeclaredLimit `yaml:"public,omitempty" json:"Public,omitzero" jsonschema_description:"The limit of a public path that is cheap to answer. It is asked with GET."`
	Login  DeclaredLimit `yaml:"login,omitempty" json:"Login,omitzero" jsonschema_description:"The limit of the path at which people log in. It is asked with POST, with a name and a password that nobody has."`
}

// DeclaredLimit is how often one client may ask for a path.
type DeclaredLimit struct {
	Path   string `yaml:"path,omitempty" json:"Path,omitzero" reads:"path" example:"/api/products" jsonschema_description:"Path under the address of environments.staging.url."`
	Limit  int    `yaml:"limit,omitempty" json:"Limit,omitzero" reads:"count" least:"1" most:"100000" example:"100" jsonschema_description:"Requests of one client that are answered within window. golive sends up to twice as many and a tenth, and ends the burst where it is refused."`
	Window string `yaml:"window,omitempty" json:"Window,omitzero" reads:"duration" default:"1m" example:"10s" jsonschema_description:"Time that limit holds for. golive waits for the end of one, up to 90s, to see that it is let in again."`
	Status int    `yaml:"status,omitempty" json:"Status,omitzero" reads:"count" least:"400" most:"599" example:"503" jsonschema_description:"Status that refuses; without it, 429. What nginx sends by itself is 503."`
}

// refusalStatus is what refuses where a policy says nothing else; builtInWindow is the
// time that a limit holds for. The tags say so.
const (
	refusalStatus = 429
	builtInWindow = time.Minute
)

// Declared reports whether there is a limit to try.
func (d DeclaredLimit) Declared() bool { return d.Path != "" && d.Limit > 0 }

// Time is how long the limit holds for.
func (d DeclaredLimit) Time() time.Duration { return durationOr(d.Window, builtInWindow) }

// Refusal is the status that refuses.
func (d DeclaredLimit) Refusal() int {
	if d.Status == 0 {
		return refusalStatus
	}
	return d.Status
}

// faults finds what no single key of the mapping tells.
func (d DeclaredLimit) faults() (key, problem, advice string) {
	switch {
	case d.Path != "" && d.Limit == 0:
		return "limit", "is missing, and path alone says nothing of it", "write how many requests of one client are answered within window, such as limit: 100"
	case d.Path == "" && (d.Limit != 0 || d.Window != "" || d.Status != 0):
		return "path", "is missing, and a limit is tried at a path", "write path: /api/products or one that exists"
	default:
		return "", "", ""
	}
}
