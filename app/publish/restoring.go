package publish

import (
	"context"
	"fmt"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

// Attestations implements jobs.Publisher.
func (p *Publisher) Attestations(ctx context.Context, target jobs.Target, key jobs.Key, sha string) (given map[checks.ItemID]checks.Attestations, recorded bool, err error) {
	forge, err := p.options.Forge(ctx, target)
	if err != nil {
		return nil, false, err
	}
	runs, err := p.checkRuns(ctx, forge, sha)
	if err != nil {
		return nil, false, err
	}
	given = map[checks.ItemID]checks.Attestations{}
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
			for _, item := range release.Items {
				// The section's check run and the whole verdict's both tell it.
				if _, told := given[item.Item]; told {
					continue
				}
				if said := item.attestations(); len(said.Words()) > 0 {
					given[item.Item] = said
				}
			}
		}
	}
	return given, recorded, nil
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
	return jobs.SignedComment{Login: found.Login, Edited: !found.UpdatedAt.Equal(found.CreatedAt)}, nil
}
