package publish

import (
	"context"
	"fmt"

	"github.com/golive-app/golive/app/command"
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

// Recorded implements jobs.Publisher. The sections' check runs and the whole
// verdict's both tell of an item; what the newest run says of it counts.
func (p *Publisher) Recorded(ctx context.Context, target jobs.Target, key jobs.Key, sha string) (jobs.Recorded, bool, error) {
	forge, err := p.options.Forge(ctx, target)
	if err != nil {
		return jobs.Recorded{}, false, err
	}
	runs, err := p.checkRuns(ctx, forge, sha)
	if err != nil {
		return jobs.Recorded{}, false, err
	}
	found := jobs.Recorded{
		Given: map[checks.ItemID]checks.Attestations{},
		Run:   jobs.PreviousRun{SHA: sha, Verdicts: map[checks.ItemID]checks.Verdict{}},
	}
	recorded := false
	toldBy := map[checks.ItemID]int64{} // generation
	for _, run := range newest(runs) {
		record, err := ParseRecord(run.Text)
		if err != nil {
			continue
		}
		for _, release := range record.Releases {
			if release.Key != key.String() {
				continue
			}
			recorded = true
			if release.Generation > found.Run.Generation || release.Generation == found.Run.Generation && run.StartedAt.After(found.Run.At) {
				found.Run.Generation, found.Run.At = release.Generation, run.StartedAt
			}
			if one := release.Approval; one != nil && one.Comment > 0 && (found.Approval == nil || one.Comment > found.Approval.Comment) {
				found.Approval = one.approval() // a withdrawn one has no comment any more
			}
			for _, item := range release.Items {
				if told, known := toldBy[item.Item]; known && told >= release.Generation {
					continue
				}
				toldBy[item.Item] = release.Generation
				found.Run.Verdicts[item.Item] = item.Verdict
				delete(found.Given, item.Item)
				if said := item.attestations(); len(said.Words()) > 0 {
					found.Given[item.Item] = said
				}
			}
		}
	}
	return found, recorded, nil
}

// SignedComment implements jobs.Publisher.
func (p *Publisher) SignedComment(ctx context.Context, target jobs.Target, comment int64) (jobs.SignedComment, error) {
	forge, err := p.options.Forge(ctx, target)
	if err != nil {
		return jobs.SignedComment{}, err
	}
	found, err := forge.Comment(ctx, comment)
	if err != nil {
		return jobs.SignedComment{}, fmt.Errorf("read comment %d: %w", comment, err)
	}
	signed := jobs.SignedComment{Login: found.Login, Edited: !found.UpdatedAt.Equal(found.CreatedAt)}
	if said, addressed, err := command.NewGrammar(p.options.Catalogue.Items).Parse(found.Body); addressed && err == nil {
		signed.Link = said.Link
	}
	return signed, nil
}
