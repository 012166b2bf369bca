package checks

// ReadyID names a row of the READY TO GO LIVE? table.
type ReadyID string

// The five rows, in the checklist's order.
const (
	ReadyCode         ReadyID = "ready.code"
	ReadyLoadTest     ReadyID = "ready.load-test"
	ReadyMonitoring   ReadyID = "ready.monitoring"
	ReadyRollback     ReadyID = "ready.rollback"
	ReadyStakeholders ReadyID = "ready.stakeholders"
)

// ReadyRow describes a row: which items decide it.
type ReadyRow struct {
	ID      ReadyID
	Title   string // the checklist's own wording
	Members []ItemID
}

// RowResult is what a row shows. It is derived from its members and never set
// by hand.
type RowResult struct {
	ID       ReadyID
	Title    string
	Verdict  Verdict
	Why      string
	Attested bool     // every member that passes rests on a person's word
	Items    []ItemID // the members that decide the verdict
	NotAsked int      // members that the report leaves out because other items were asked for
}

// severityOrder ranks verdicts for a row: the worst of its members wins.
var severityOrder = []Verdict{Fail, Running, Stale, Unknown, Errored, NeedsSignOff, Waived, Warn, Pass}

// DeriveRow judges a row from its members' results. A member without a result
// is unknown; a row without a member that applies is never a pass.
func DeriveRow(row ReadyRow, results map[ItemID]Result) RowResult {
	derived := RowResult{ID: row.ID, Title: row.Title, Verdict: Unknown}
	byVerdict := map[Verdict][]ItemID{}
	applicable, passes, attested := 0, 0, 0
	for _, id := range row.Members {
		result, found := results[id]
		verdict := result.Verdict()
		if !found {
			verdict = Unknown
		}
		switch {
		case verdict == NotApplicable:
			continue
		case verdict == Unknown && found && result.Level == LevelWarn:
			continue // not counted against readiness
		}
		applicable++
		if verdict == Pass {
			passes++
			if result.Attested {
				attested++
			}
		}
		byVerdict[verdict] = append(byVerdict[verdict], id)
	}
	if applicable == 0 {
		derived.Why = "none of its items applies here; a release manager has to look"
		return derived
	}
	for _, verdict := range severityOrder {
		if len(byVerdict[verdict]) > 0 {
			derived.Verdict = verdict
			derived.Items = byVerdict[verdict]
			break
		}
	}
	derived.Attested = derived.Verdict == Pass && attested == passes
	derived.Why = rowWhy(derived, results, applicable, passes)
	return derived
}
