package publish

import (
	"context"
	"fmt"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/jobs"
)

// SignOffs implements jobs.Publisher.
func (p *Publisher) SignOffs(ctx context.Context, target jobs.Target, key jobs.Key, sha string) (signed []checks.SignOff, recorded bool, err error) {
	forge, err := p.options.Forge(ctx, target)
	if err != nil {
		return nil, false, err
	}
	runs, err := p.checkRuns(ctx, forge, sha)
	if err != nil {
		return nil, false, err
	}
	seen := map[checks.ItemID]bool{}
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
				if item.SignOff != nil && item.SignOff.Comment > 0 && !seen[item.Item] {
					seen[item.Item] = true
					signed = append(signed, item.signOff())
				}
			}
		}
	}
	return signed, recorded, nil
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
