package checks

import (
	"slices"
	"time"
)

// ItemID names an item, such as "code.debug-leftovers".
type ItemID string

// Kind tells who can decide an item.
type Kind string

// The kinds of item.
const (
	KindAuto  Kind = "auto"  // decidable by machine
	KindMix   Kind = "mix"   // the machine narrows it down, a person closes it
	KindHuman Kind = "human" // attested
)

// Level tells whether an item stands in the way of a release.
type Level string

// The levels of an item.
const (
	LevelBlock Level = "block"
	LevelWarn  Level = "warn"
)

// Connection is something golive can be connected to; an item that lacks one
// says which.
type Connection string

// The connections, strongest unlocker of items first.
const (
	ConnectionForge        Connection = "github"       // the repository on GitHub
	ConnectionStaging      Connection = "staging"      // a staging environment that may be probed
	ConnectionBrowser      Connection = "browser"      // a program that shows pages as people see them
	ConnectionTelemetry    Connection = "metrics"      // Prometheus or its like
	ConnectionAlerting     Connection = "alerting"     // Alertmanager or its like
	ConnectionLogs         Connection = "logs"         // a log and trace backend
	ConnectionLoadPlan     Connection = "load-plan"    // a target and consent to be loaded
	ConnectionTestUsers    Connection = "test-users"   // identities to test with
	ConnectionArtifacts    Connection = "ci-artifacts" // what CI jobs left behind
	ConnectionEnvironments Connection = "environments" // deployments and environments on the forge
	ConnectionCodeScanning Connection = "code-scanning"
	ConnectionDatabase     Connection = "database" // a read-only role
	ConnectionCluster      Connection = "cluster"  // Kubernetes or a cloud, read-only
	ConnectionChat         Connection = "chat"     // where announcements are posted
	ConnectionForkApproval Connection = "approval" // of a fork's commit: see Release.MayReachOutside
)

var connectionTitles = map[Connection]string{
	ConnectionForge:        "GitHub",
	ConnectionStaging:      "Staging environment",
	ConnectionBrowser:      "Browser (Chromium)",
	ConnectionTelemetry:    "Metrics (Prometheus)",
	ConnectionAlerting:     "Alerts (Alertmanager)",
	ConnectionLogs:         "Logs and traces",
	ConnectionLoadPlan:     "Load plan",
	ConnectionTestUsers:    "Test users",
	ConnectionArtifacts:    "CI runs and artifacts",
	ConnectionEnvironments: "Environments and deployments",
	ConnectionCodeScanning: "Code scanning alerts",
	ConnectionDatabase:     "Database (read-only)",
	ConnectionCluster:      "Cluster (read-only)",
	ConnectionChat:         "Chat",
	ConnectionForkApproval: "Approval of a fork's commit",
}

// Title returns the connection's name for people.
func (c Connection) Title() string {
	if title, ok := connectionTitles[c]; ok {
		return title
	}
	return string(c)
}

// Event is something that happens to a release and can change an item.
type Event string

// The events that re-check items; every item is also re-checked on request.
const (
	EventPush   Event = "push"
	EventReview Event = "review"
	EventCI     Event = "check"
	EventDeploy Event = "deploy"
	EventLoad   Event = "load"
	EventTimer  Event = "cron"
	// EventRelated: what a related repository declares may have changed.
	EventRelated Event = "related"
)

// Item is one line of the checklist, as the catalogue describes it.
type Item struct {
	ID      ItemID
	Section SectionID
	Title   string // the checklist's own wording
	Kind    Kind
	Level   Level
	Minimum Minimum
	Needs   []Connection     // what it takes to decide the item
	Role    Role             // who may sign it
	Scope   []string         // globs of the paths a sign-off depends on; empty: the whole content
	Books   []DifferenceKind // of a release's own books, those that it judges; all others leave its evidence and its sign-offs as they are
	Recheck []Event          // what can change it
	Lasting time.Duration    // how long evidence holds on unchanged content; 0: as long as the content

	BlocksOnlyTags  bool // blocks a pushed tag; on a pull request it only warns
	NeverWaive      bool // can be waived by nobody, and signed only while undecided, by RoleSecurity with a link
	AbsenceDecides  bool // "searched and found none" is a fail, not an unknown
	FindingsDecide  bool // an error finding fails the item although its level is warn
	LinkedSignature bool // a sign-off must carry a link
}

// Ignores returns the differences of a release's own books that change nothing for the
// item: facts and sign-offs of a content that differs in nothing else hold for it.
func (i Item) Ignores() []DifferenceKind {
	return slices.DeleteFunc(append(ReleaseBooks(), DiffersInTests),
		func(kind DifferenceKind) bool { return slices.Contains(i.Books, kind) })
}

// LevelFor returns the level that holds for a release of this kind.
func (i Item) LevelFor(kind ReleaseKind) Level {
	if i.BlocksOnlyTags && kind != ReleaseTag {
		return LevelWarn
	}
	return i.Level
}
