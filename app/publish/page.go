package publish

import (
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

// Catalogue is the checklist as it is shown: the items and the rows of READY TO
// GO LIVE? in their order.
type Catalogue struct {
	Items []checks.Item
	Rows  []checks.ReadyRow
}

// page is one run with all that it takes to render it. Every renderer is a
// method of it and gives the same text for the same run.
type page struct {
	Catalogue
	run       jobs.Run
	publicURL string
	version   string
	commands  []string
	over      bool   // no verdict of the run will change any more
	bundle    Bundle // the evidence bundle that the comment names
	apart     bool   // stands on its own: no check run, comment or page holds more
}

// newPage prepares a run. What is still being checked after the run's deadline
// will not be judged by it.
func (p *Publisher) newPage(run jobs.Run) page {
	if run.Key.IsLook() {
		run = withoutCommands(run)
	}
	late := !run.Deadline.IsZero() && p.options.Now().After(run.Deadline)
	return page{
		Catalogue: p.options.Catalogue, run: run, publicURL: p.options.PublicURL, version: p.options.Version,
		commands: commands(), over: run.Complete() || !run.Finished.IsZero() || late || run.Ended != "",
	}
}

// result returns an item's result; one without any is unknown at its level.
func (p page) result(item checks.Item) checks.Result {
	if result, found := p.run.Results[item.ID]; found {
		return result
	}
	return checks.Result{Item: item.ID, Level: item.LevelFor(p.run.Release.Kind)}
}

// results returns a result for every item of the catalogue.
func (p page) results() map[checks.ItemID]checks.Result {
	results := make(map[checks.ItemID]checks.Result, len(p.Items))
	for _, item := range p.Items {
		results[item.ID] = p.result(item)
	}
	return results
}

func (p page) inSection(section checks.SectionID) []checks.Item {
	return checks.Report{Items: p.Items}.InSection(section)
}

// settled reports whether no verdict of these items will change any more.
func (p page) settled(items []checks.Item) bool {
	if p.over {
		return true
	}
	for _, item := range items {
		if !p.result(item).Verdict().Settled() {
			return false
		}
	}
	return len(items) > 0
}

// link returns the address of the page with all results, or nothing.
func (p page) link() string { return detailsURL(p.publicURL, p.run.Key.String()) }

// moment writes a time for people. Times are absolute, so that the same run
// always reads the same.
func moment(at time.Time) string { return at.UTC().Format("2 Jan 2006 15:04") + " UTC" }

func day(at time.Time) string { return at.UTC().Format("2006-01-02") }
