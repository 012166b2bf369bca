package publish

import (
	"context"
	"fmt"
	"maps"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

// CloseComment implements jobs.Publisher.
func (p *Publisher) CloseComment(ctx context.Context, publication jobs.Publication) error {
	run, state := publication.Run, publication.State
	forge, err := p.options.Forge(ctx, publication.Target)
	if err != nil {
		return err
	}
	number := run.Release.Number
	if number == 0 {
		number = run.Key.Number
	}
	name := marker(run.Key, number)
	if number == 0 {
		number = state.Number // the tag's own issue
	}
	if number == 0 {
		return nil
	}
	standing, err := p.findComment(ctx, forge, number, name, state.Comment)
	if err != nil || standing == nil {
		return err
	}
	state.Comment = standing.ID
	return p.stick(ctx, forge, number, name, p.newPage(ended(run)).comment(), &state)
}

// ended returns a run as it stands once nobody goes on with it: what was still
// being checked is not judged.
func ended(run jobs.Run) jobs.Run {
	run.Results = maps.Clone(run.Results)
	maps.DeleteFunc(run.Results, func(_ checks.ItemID, result checks.Result) bool { return !result.Verdict().Settled() })
	return run
}

// ending is the headline of a release that ended before all was judged.
func (p page) ending() string {
	words := map[jobs.Ending]string{
		jobs.EndClosed: "CLOSED", jobs.EndMerged: "MERGED", jobs.EndDeleted: "DELETED",
	}[p.run.Ended]
	count := p.tally(p.judged())
	return join(" · ", "**"+orElse(words, "ENDED")+" before all was judged** — "+fmt.Sprintf("%d of %s judged", count.all, counted(len(p.Items), "item")),
		number(count.failing, "%d failing"), number(count.people, plural(count.people, "%d needs a person", "%d need a person")))
}

// judged are the items that have a result.
func (p page) judged() []checks.Item {
	var judged []checks.Item
	for _, item := range p.Items {
		if _, found := p.run.Results[item.ID]; found {
			judged = append(judged, item)
		}
	}
	return judged
}
