package checks

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// ReportSchema names the format of the JSON report.
const ReportSchema = "golive.report/1"

// Report is everything golive says about one release.
type Report struct {
	ToolVersion string
	Policy      PolicySource
	Release     Release
	Range       *Range
	Items       []Item // in the catalogue's order; nothing else decides the standing
	Rows        []ReadyRow
	Results     map[ItemID]Result
	Skipped     []Skipped
	// Snapshot is all that the policy says, as config.Policy.Snapshot writes it; empty
	// where it is not known. It is kept with the report and not part of it.
	Snapshot string
}

// PolicySource says which policy held.
type PolicySource struct {
	Source string `json:"source"` // "owner/name:.golive.yml", a file, or "built-in defaults"
	Ref    string `json:"ref"`
	Hash   string `json:"hash"` // of the policy as decoded
	Mode   string `json:"mode"`
}

// Standing answers the whole question.
func (r Report) Standing() Standing { return Stand(r.Items, r.Results) }

// Totals counts the items by verdict.
func (r Report) Totals() Totals { return Count(r.Items, r.Results) }

// Ready derives the rows of the READY TO GO LIVE? table. A row of which some
// items were not asked for never reads as in order.
func (r Report) Ready() []RowResult {
	rows := make([]RowResult, len(r.Rows))
	for index, row := range r.Rows {
		rows[index] = r.deriveAsked(row)
	}
	return rows
}

// deriveAsked derives a row from those of its items that the report is about.
func (r Report) deriveAsked(row ReadyRow) RowResult {
	asked := ReadyRow{ID: row.ID, Title: row.Title}
	for _, id := range row.Members {
		if slices.ContainsFunc(r.Items, func(item Item) bool { return item.ID == id }) {
			asked.Members = append(asked.Members, id)
		}
	}
	left := len(row.Members) - len(asked.Members)
	if left == 0 {
		return DeriveRow(row, r.Results)
	}
	if len(asked.Members) == 0 {
		return RowResult{ID: row.ID, Title: row.Title, Verdict: Unknown, Why: notAsked, NotAsked: left}
	}
	derived := DeriveRow(asked, r.Results)
	derived.NotAsked = left
	derived.Why += fmt.Sprintf(" · %d %s", left, notAsked)
	switch derived.Verdict {
	case Pass, Warn, Waived:
		derived.Verdict, derived.Attested = Unknown, false
	}
	return derived
}

const notAsked = "not asked for"

// AskedFor reports whether the report is about any item of the row.
func (r RowResult) AskedFor() bool { return r.Why != notAsked }

// Partial reports whether the report leaves out items that a row depends on, as
// one does that was asked for some items only.
func (r Report) Partial() bool {
	return slices.ContainsFunc(r.Ready(), func(row RowResult) bool { return row.NotAsked > 0 })
}

// InSection returns the items of one section.
func (r Report) InSection(section SectionID) []Item {
	var items []Item
	for _, item := range r.Items {
		if item.Section == section {
			items = append(items, item)
		}
	}
	return items
}

type reportJSON struct {
	Schema   string       `json:"schema"`
	Tool     toolJSON     `json:"tool"`
	Verdict  Standing     `json:"verdict"`
	Policy   PolicySource `json:"policy"`
	Release  releaseJSON  `json:"release"`
	Ready    []rowJSON    `json:"ready"`
	Sections []Section    `json:"sections"`
	Items    []itemJSON   `json:"items"`
	Skipped  []Skipped    `json:"skipped"`
}

type toolJSON struct {
	Version string `json:"version"`
}

type releaseJSON struct {
	Repository *string    `json:"repository"`
	Service    *string    `json:"service"`
	Ref        *string    `json:"ref"`
	SHA        *string    `json:"sha"`
	Tree       *string    `json:"tree"`
	Version    *string    `json:"version"`
	Range      *rangeJSON `json:"range"`
}

type rangeJSON struct {
	From string `json:"from"`
	To   string `json:"to"`
}

type rowJSON struct {
	ID       ReadyID `json:"id"`
	Title    string  `json:"title"`
	Verdict  Verdict `json:"verdict"`
	Why      string  `json:"why"`
	Attested bool    `json:"attested"`
}

type itemJSON struct {
	ID       ItemID     `json:"id"`
	Section  SectionID  `json:"section"`
	Title    string     `json:"title"`
	Kind     Kind       `json:"kind"`
	Level    Level      `json:"level"`
	Minimum  Minimum    `json:"minimum"`
	Verdict  Verdict    `json:"verdict"`
	Attested bool       `json:"attested"`
	Headline string     `json:"headline"`
	Why      string     `json:"why"`
	Remedy   string     `json:"remedy"`
	Duration int64      `json:"duration_ms"`
	Findings []Finding  `json:"findings"`
	Evidence []Evidence `json:"evidence"`
	Missing  []Missing  `json:"missing"`

	Waiver    *waiverJSON    `json:"waiver,omitempty"`
	Exclusion *exclusionJSON `json:"exclusion,omitempty"`
}

type exclusionJSON struct {
	By         string `json:"by"`
	Reason     string `json:"reason"`
	ApprovedBy string `json:"approved_by"`
	Role       Role   `json:"role"`
	Outdated   string `json:"outdated"`
}

func newExclusionJSON(said *Exclusion) *exclusionJSON {
	if said == nil {
		return nil
	}
	wire := &exclusionJSON{By: said.By, Reason: said.Reason, Outdated: said.Outdated}
	if said.Approval != nil {
		wire.ApprovedBy, wire.Role = said.Approval.By, said.Approval.Role
	}
	return wire
}

type waiverJSON struct {
	By       string    `json:"by"`
	Role     Role      `json:"role"`
	Until    time.Time `json:"until"`
	Reason   string    `json:"reason"`
	Instead  Verdict   `json:"instead"`
	Outdated string    `json:"outdated"`
}

func newWaiverJSON(waiver *Waiver) *waiverJSON {
	if waiver == nil {
		return nil
	}
	return &waiverJSON{waiver.By, waiver.Role, waiver.Until.UTC(), waiver.Reason, waiver.Instead, waiver.Outdated}
}

// MarshalJSON writes the report in the format golive.report/1. What is not
// known is null, and lists are never null.
func (r Report) MarshalJSON() ([]byte, error) {
	wire := reportJSON{
		Schema: ReportSchema, Tool: toolJSON{r.ToolVersion}, Verdict: r.Standing(), Policy: r.Policy,
		Release: releaseJSON{
			Repository: known(r.Release.Repository.FullName()), Service: known(r.Release.Service), Ref: known(r.Release.Ref),
			SHA: known(r.Release.SHA), Tree: known(r.Release.Tree), Version: known(r.Release.Version),
		},
		Sections: Sections(), Skipped: list(r.Skipped), Ready: []rowJSON{}, Items: []itemJSON{},
	}
	if r.Range != nil {
		wire.Release.Range = &rangeJSON{r.Range.From, r.Range.To}
	}
	for _, row := range r.Ready() {
		wire.Ready = append(wire.Ready, rowJSON{row.ID, row.Title, row.Verdict, row.Why, row.Attested})
	}
	for _, item := range r.Items {
		result, found := r.Results[item.ID]
		level := result.Level
		if !found {
			level = item.LevelFor(r.Release.Kind)
		}
		wire.Items = append(wire.Items, itemJSON{
			item.ID, item.Section, item.Title, item.Kind, level, item.Minimum, result.Verdict(), result.Attested,
			result.Headline, result.Why, result.Remedy, result.Duration.Milliseconds(),
			list(result.Findings), list(result.Evidence), list(result.Missing), newWaiverJSON(result.Waiver), newExclusionJSON(result.Exclusion),
		})
	}
	return json.Marshal(wire)
}

// known returns nil for what is not known.
func known(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// list returns the values, or an empty list in place of none.
func list[T any](values []T) []T {
	if values == nil {
		return []T{}
	}
	return values
}
