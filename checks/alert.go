package checks

import (
	"context"
	"errors"
	"time"
)

// ErrSwitchedOff is wrapped where a forge has what was asked for and the repository does
// not use it: no permission is missing, and nothing was looked at.
var ErrSwitchedOff = errors.New("switched off")

// AlertState tells where an alert of a forge stands.
type AlertState string

// The states of alerts. Secrets are resolved, all else is dismissed or fixed.
const (
	AlertOpen      AlertState = "open"
	AlertDismissed AlertState = "dismissed" // by a person or by a rule, which are told apart by who did it
	AlertFixed     AlertState = "fixed"
	AlertResolved  AlertState = "resolved"
)

// CodeAnalysis is one analysis of the code by a tool, whether it found anything or not.
type CodeAnalysis struct {
	ID        int64
	Tool      string // "CodeQL"
	Version   string
	Category  string // tells analyses of one commit apart: "/language:go"
	Ref       string // "refs/heads/main", "refs/pull/12/merge"
	Commit    string
	CreatedAt time.Time
	Results   int
	Rules     int
	Error     string // why it is no whole analysis
	Warning   string
}

// CodeAlert is what an analysis found.
type CodeAlert struct {
	Number      int
	Tool        string
	Rule        string // "js/sql-injection"
	Description string
	Severity    string // "critical", "high", "medium" or "low"; empty: it is not about security
	Weaknesses  []int  // numbers of the CWE
	State       AlertState
	By          string // who dismissed it
	Reason      string // why: "false positive", "won't fix", "used in tests"
	Comment     string
	Ref         string
	Commit      string
	Path        string
	Line        int
	EndLine     int
	Classes     []string // of the file, by the tool: "test", "generated", "library", …
	Link        string
}

// SecretAlert is a secret that the forge found in the repository's history. Its
// value is not asked for.
type SecretAlert struct {
	Number     int
	Type       string // "aws_access_key_id"
	Name       string // "Amazon AWS Access Key ID"
	State      AlertState
	Resolution string // "revoked", "false_positive", "used_in_tests", "wont_fix", "pattern_edited", "pattern_deleted"
	By         string // who resolved it
	ResolvedAt time.Time
	Validity   string // "active", "inactive" or "unknown", by the service it opens
	Bypassed   string // who pushed it past the push protection; empty: nobody
	Public     bool   // it was seen in public
	Path       string // where it was first found; empty: not told, or not in a file
	Line       int
	EndLine    int
	Blob       string
	Commit     string
	More       bool // it is elsewhere, too
	Link       string
	CreatedAt  time.Time
}

// DependencyAlert is a dependency of which a weakness is known.
type DependencyAlert struct {
	Number     int
	Package    string
	Ecosystem  string
	Manifest   string // path
	Scope      string // "runtime" or "development"; empty: not told
	Severity   string // as of a CodeAlert
	Weaknesses []int
	Advisory   string // "GHSA-…"
	Summary    string
	State      AlertState
	By         string // who dismissed it; empty: a rule did
	Reason     string
	FixedIn    string // the first version without it; empty: there is none
	Link       string
}

// AlertReader tells what a forge's own scanners found. An answer without alerts means
// something only where the scanner is on and has looked: ErrSwitchedOff says that it is not.
type AlertReader interface {
	// CodeAnalyses lists the newest analyses of the code, the newest first, at most five
	// hundred; none where nothing was ever analysed.
	CodeAnalyses(ctx context.Context) ([]CodeAnalysis, error)
	// CodeAlerts lists the open and the dismissed alerts of a ref.
	CodeAlerts(ctx context.Context, ref string) ([]CodeAlert, error)
	// SecretAlerts lists the secrets that were found in the repository's history, the
	// resolved ones too.
	SecretAlerts(ctx context.Context) ([]SecretAlert, error)
	// DependencyAlerts lists the weak dependencies of the default branch that are open
	// or dismissed.
	DependencyAlerts(ctx context.Context) ([]DependencyAlert, error)
}
