package config

import "time"

// Secrets is what a policy knows of secrets that were found.
type Secrets struct {
	Closed []ClosedSecret `yaml:"closed,omitempty" example:"[{fingerprint: 3fa9c1d2-0b8e57c4d19a6f23e8410c7d, as: revoked, because: \"rotated on 2026-11-20, INC-42\"}]" jsonschema_description:"Secrets that code.secrets finds and that are dealt with. A closed one stays in the report, with the reason. An entry that matches nothing is told."`
}

// ClosedSecret closes what was found under one fingerprint: one value, found by
// one rule in one file.
type ClosedSecret struct {
	Fingerprint string    `yaml:"fingerprint" reads:"fingerprint" jsonschema:"required" example:"3fa9c1d2-0b8e57c4d19a6f23e8410c7d" jsonschema_description:"Of the finding, as golive's report shows it. Never the value."`
	As          ClosingAs `yaml:"as" reads:"closing" jsonschema:"required" example:"revoked" jsonschema_description:"revoked: it opens nothing any more. false-positive: it is no secret. baseline: it is known and not dealt with yet, which stays a warning and needs until."`
	Because     string    `yaml:"because" reads:"reason" jsonschema:"required" example:"rotated on 2026-11-20, INC-42" jsonschema_description:"Why, for whoever reads the report."`
	Until       string    `yaml:"until,omitempty" reads:"date" example:"\"2026-12-31\"" jsonschema_description:"Last day on which the entry holds, in UTC. Afterwards what it closed counts again."`
}

// ClosingAs tells what became of a secret.
type ClosingAs string

// What can become of a secret.
const (
	ClosedRevoked       ClosingAs = "revoked"        // it opens nothing any more
	ClosedFalsePositive ClosingAs = "false-positive" // it is none
	ClosedBaseline      ClosingAs = "baseline"       // known, and not dealt with yet
)

// Holds reports whether the entry has not ended by a time.
func (c ClosedSecret) Holds(now time.Time) bool {
	return c.Until == "" || now.UTC().Format(time.DateOnly) <= c.Until
}

// Terms say what is closed, how and how long, without the reason.
func (c ClosedSecret) Terms() string {
	text := c.Fingerprint + " as " + string(c.As)
	if c.Until != "" {
		text += " until " + c.Until
	}
	return text
}

// String says the entry on one line, for people.
func (c ClosedSecret) String() string { return c.Terms() + " (" + c.Because + ")" }

// faults finds what no single key of the entry tells.
func (c ClosedSecret) faults() (key, problem, advice string) {
	if c.As == ClosedBaseline && c.Until == "" {
		return "until", "is missing, and what is not dealt with yet cannot stay so for ever", `write until: "2026-12-31", the day by which it will be`
	}
	return "", "", ""
}
