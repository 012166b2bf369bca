package publish

import (
	"context"

	"github.com/golive-app/golive/jobs"
)

// issue returns the number of the issue of a tag whose content came from no
// pull request. It is made once; its body only introduces it, and the verdict
// is a comment below, kept and found like that of a pull request.
func (p *Publisher) issue(ctx context.Context, forge Forge, shown page, name string, state *jobs.PublishState) (int, error) {
	if state.Number != 0 {
		return state.Number, nil
	}
	title := "Go-live " + plain(shown.name(), longName)
	issue, found, err := forge.FindIssue(ctx, title, issueMarker(name))
	switch {
	case err != nil:
		return 0, err
	case found:
		return issue.Number, nil
	default:
		return forge.CreateIssue(ctx, title, shown.issueBody(name))
	}
}

// issueMarker is the hidden line of a tag's issue.
func issueMarker(name string) string { return markerStart + name + " -->" }

// issueBody introduces the issue of a tag.
func (p page) issueBody(name string) string {
	tag := p.run.Key.Tag
	if p.run.Release.Tag != nil {
		tag = p.run.Release.Tag.Name
	}
	return paragraphs(issueMarker(name),
		"The tag "+code(tag)+" was pushed at "+p.commit(p.run.Release.SHA)+", and no release pull request carries its content. "+
			"So golive answers here whether it is ready to go live: the first comment below is kept up to date, and `/golive` commands work in this issue.",
		"The check runs of that commit say the same.")
}
