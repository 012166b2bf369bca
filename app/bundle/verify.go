package bundle

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config"
)

// Options say what a bundle is held against.
type Options struct {
	// Fingerprint is that of the key which must have signed it; empty: any key.
	Fingerprint string
	// Unsigned takes one that nobody has signed, as `golive check` writes it.
	Unsigned bool
	Items    []checks.Item // the reader's own checklist, to tell what the bundle lacks of it
}

// Problem is one thing in a bundle that does not hold.
type Problem struct {
	Where string `json:"where"` // "bundle.records[12].content"
	What  string `json:"what"`
}

// Verified is what was found of a bundle.
type Verified struct {
	Release     checks.Release
	Run         Run
	Policy      checks.PolicySource
	Tool        string
	Verdict     checks.Standing
	Totals      checks.Totals
	Records     int
	Words       int
	Fingerprint string // of the key that signed it; empty: nobody has, or its key cannot be read
	Notes       []string
	Problems    []Problem // none: it holds
}

// mostProblems bounds how many are told: where the chain breaks, all behind it is in
// doubt.
const mostProblems = 20

// Verify holds a bundle against itself: its signature, the chain of its records, and
// whatever follows from them. ErrUnreadable: it cannot be read as a bundle.
func Verify(data []byte, options Options) (Verified, error) {
	whole, read, head, err := parse(data)
	if err != nil {
		return Verified{}, err
	}
	v := verification{options: options, read: read, head: head}
	v.found = Verified{
		Release: head.Release, Run: head.Run, Policy: head.Policy.PolicySource, Tool: head.Tool, Verdict: read.Verdict,
		Records: len(read.Records), Words: len(read.Words),
	}
	v.signature(whole)
	v.chain()
	v.policy()
	v.checklist()
	report := v.report()
	v.words(report)
	v.outcome(report)
	v.found.Totals = report.Totals()
	return v.found, nil
}

type verification struct {
	options Options
	read    content
	head    about
	found   Verified
}

func (v *verification) problem(where, format string, values ...any) {
	if len(v.found.Problems) < mostProblems {
		v.found.Problems = append(v.found.Problems, Problem{where, fmt.Sprintf(format, values...)})
	}
}

func (v *verification) note(format string, values ...any) {
	v.found.Notes = append(v.found.Notes, fmt.Sprintf(format, values...))
}

func (v *verification) signature(whole file) {
	switch {
	case whole.Signature != nil:
		print, err := whole.Signature.check(whole.Bundle, v.options.Fingerprint)
		v.found.Fingerprint = print
		if err != nil {
			v.problem("signature", "%s", err)
		} else if v.options.Fingerprint == "" {
			v.note("whose key that is shows the App's settings page on GitHub (Private keys), or /version of the golive that wrote it")
		}
	case v.options.Fingerprint != "":
		v.problem("signature", "nobody has signed it, and a key was asked for")
	case !v.options.Unsigned:
		v.problem("signature", "nobody has signed it: anybody can write such a file")
	default:
		v.note("nobody has signed it: that it is whole does not tell who wrote it")
	}
}

// chain holds every record against its hash and the one before it.
func (v *verification) chain() {
	previous, err := genesis(v.read.About)
	if err != nil {
		v.problem("bundle.about", "%s", err)
		return
	}
	for index, one := range v.read.Records {
		where := fmt.Sprintf("bundle.records[%d]", index)
		if one.Number != index+1 {
			v.problem(where+".number", "it is %d, and %d is its place: a record was taken out, put in or moved", one.Number, index+1)
		}
		if one.Previous != previous {
			if index == 0 {
				v.problem("bundle.about", "it is not what the first record follows: release, run, policy or checklist have been changed")
			} else {
				v.problem(where+".prev_hash", "it does not follow the record before it")
			}
		}
		if hash, err := one.hash(); err != nil || hash != one.Hash {
			v.problem(where, "the %s of %s is not what its hash was made of", one.Kind, one.Item)
		}
		previous = one.Hash
	}
	if v.read.Head != previous {
		v.problem("bundle.head", "it is not the hash of the last record: records were cut off")
	}
}

func (v *verification) policy() {
	if config.HashSnapshot(v.head.Policy.Text) != v.head.Policy.Hash {
		v.problem("bundle.about.policy", "its text does not have the hash %.32q", v.head.Policy.Hash)
	}
}

// checklist tells what the reader's own checklist has and the bundle lacks: it is of
// another version, or of somebody who asked for some items only.
func (v *verification) checklist() {
	var lacking []string
	for _, wanted := range v.options.Items {
		if !slices.ContainsFunc(v.head.Checklist, func(one item) bool { return one.ID == wanted.ID }) {
			lacking = append(lacking, string(wanted.ID))
		}
	}
	if len(lacking) > 0 {
		v.note("it is about %d items; of the %d of this golive it lacks %s", len(v.head.Checklist), len(v.options.Items), wording.Listed(lacking, 5))
	}
}

// report puts the report together again from the records.
func (v *verification) report() checks.Report {
	report := checks.Report{
		ToolVersion: v.head.Tool, Policy: v.head.Policy.PolicySource, Release: v.head.Release,
		Results: map[checks.ItemID]checks.Result{}, Skipped: v.head.Skipped,
	}
	if known := v.head.Range; known != nil {
		report.Range = &checks.Range{From: known.From, To: known.To, Reason: known.Reason}
	}
	for _, one := range v.head.Checklist {
		report.Items = append(report.Items, one.item())
	}
	for _, one := range v.head.Rows {
		report.Rows = append(report.Rows, checks.ReadyRow{ID: one.ID, Title: one.Title, Members: one.Members})
	}
	next := 0
	var evidence []json.RawMessage
	for index, one := range v.read.Records {
		where := fmt.Sprintf("bundle.records[%d]", index)
		if next >= len(report.Items) || report.Items[next].ID != one.Item {
			v.problem(where+".item", "%.60q is not the item whose turn it is", one.Item)
			return report
		}
		switch one.Kind {
		case recordEvidence:
			evidence = append(evidence, one.Content)
		case recordResult:
			report.Results[one.Item] = v.result(where, one, evidence, report.Items[next])
			next, evidence = next+1, nil
		default:
			v.problem(where+".kind", "there is no record of the kind %.40q", one.Kind)
		}
	}
	if next < len(report.Items) {
		v.problem("bundle.records", "nothing came of %s: records are missing", report.Items[next].ID)
	}
	return report
}

// result reads what came of an item, and holds it against what it rests on.
func (v *verification) result(where string, one record, evidence []json.RawMessage, item checks.Item) checks.Result {
	result, err := one.result(evidence)
	if err != nil {
		v.problem(where+".content", "%s", err)
		return checks.Result{Item: item.ID, Level: item.LevelFor(v.head.Release.Kind)}
	}
	var told struct {
		Verdict checks.Verdict `json:"verdict"`
	}
	if json.Unmarshal(one.Content, &told) != nil || told.Verdict != result.Verdict() {
		v.problem(where+".content", "%s stands at %s with no evidence", item.ID, told.Verdict)
	}
	if result.Item != item.ID {
		v.problem(where+".content", "it is of %.60q and stands for %s", result.Item, item.ID)
	}
	if level := item.LevelFor(v.head.Release.Kind); result.Level != level {
		v.problem(where+".content", "%s has the level %.20q, and the checklist says %s", item.ID, result.Level, level)
	}
	if err := checks.Grounds(item, result, v.head.Run.Finished); err != nil {
		v.problem(where+".content", "%s stands at %s: %s", item.ID, result.Verdict(), err)
	}
	return result
}

func (v *verification) words(report checks.Report) {
	want := wordsOf(report, v.head.Approval)
	for index, said := range v.read.Words {
		if index >= len(want) || said != want[index] {
			v.problem(fmt.Sprintf("bundle.words[%d]", index), "the results have no %s of %s by %.60q in its place", said.Kind, said.Item, said.By)
			return
		}
	}
	if len(want) > len(v.read.Words) {
		missing := want[len(v.read.Words)]
		v.problem("bundle.words", "the %s of %s by %.60q is missing", missing.Kind, missing.Item, missing.By)
	}
}

// outcome holds the report and the verdict against what the results come to.
func (v *verification) outcome(report checks.Report) {
	data, err := json.Marshal(report)
	if err != nil {
		v.problem("bundle.report", "%s", err)
		return
	}
	var want, got any
	if json.Unmarshal(data, &want) != nil || json.Unmarshal(v.read.Report, &got) != nil {
		v.problem("bundle.report", "it is no report")
		return
	}
	unknown := 0
	compare("bundle.report", want, got, v.problem, &unknown)
	if unknown > 0 {
		v.note("the report has %d keys that this golive does not know; a newer one wrote them", unknown)
	}
	if standing := report.Standing(); standing != v.read.Verdict {
		v.problem("bundle.verdict", "it says %.20q, and the items come to %q", v.read.Verdict, standing)
	}
}
