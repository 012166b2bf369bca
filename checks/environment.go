package checks

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"time"
)

// Environment is where a repository's workflows deploy to, as the forge keeps it.
type Environment struct {
	Name      string
	Reviewers int           // people and teams of whom one must approve a deployment
	Wait      time.Duration // that a deployment waits for
	Branches  BranchLimit   // from where may be deployed
	Link      string
}

// Protected reports whether anything stands before a deployment to it.
func (e Environment) Protected() bool {
	return e.Reviewers > 0 || e.Wait > 0 || e.Branches != AnyBranch
}

// BranchLimit says which branches and tags may be deployed to an environment.
type BranchLimit string

// The limits.
const (
	AnyBranch         BranchLimit = ""
	ProtectedBranches BranchLimit = "protected" // those with a protection of their own
	SelectedBranches  BranchLimit = "selected"  // those that patterns of the environment name
)

// SettingKind tells variables from secrets.
type SettingKind string

// The kinds of setting.
const (
	KindVariable SettingKind = "variable"
	KindSecret   SettingKind = "secret"
)

// Setting is a variable or secret that the forge gives to jobs. The value of a
// secret is never shown to anybody; that of a variable is for judging alone.
type Setting struct {
	Name      string
	Kind      SettingKind
	UpdatedAt time.Time
	Shared    bool        // the organisation's, which the repository may use
	Value     HiddenValue // empty for secrets
}

// HiddenValue is a value that may be judged and must not be shown: whatever
// prints, logs or encodes it gets a stand-in.
type HiddenValue struct{ text string }

// hidden stands for the value.
const hidden = "(hidden)"

// Hide makes a value hidden.
func Hide(text string) HiddenValue { return HiddenValue{text: text} }

// Reveal returns the value itself.
func (v HiddenValue) Reveal() string { return v.text }

// Format prints the stand-in, whatever the verb.
func (HiddenValue) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, hidden) }

// MarshalText encodes the stand-in.
func (HiddenValue) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// LogValue logs the stand-in.
func (HiddenValue) LogValue() slog.Value { return slog.StringValue(hidden) }

// EnvironmentReader tells what environments a repository deploys to, what they
// run and what they are configured with. Each method may need a grant of its
// own; what lacks it fails with ErrForbidden, naming the grant.
type EnvironmentReader interface {
	// Environments lists the repository's environments.
	Environments(ctx context.Context) ([]Environment, error)
	// EnvironmentSettings lists an environment's own variables or secrets.
	EnvironmentSettings(ctx context.Context, environment string, kind SettingKind) ([]Setting, error)
	// RepositorySettings lists the variables or secrets that all jobs of the
	// repository get: its own and those that its organisation shares with it.
	RepositorySettings(ctx context.Context, kind SettingKind) ([]Setting, error)
	DeploymentReader
	// Distance tells how far a commit is from another one.
	Distance(ctx context.Context, from, to string) (Distance, error)
}
