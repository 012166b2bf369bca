package simulator

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Merge merges an open pull request by method "merge", "squash" or "rebase",
// and returns the commit that became the base branch's tip. It sends push for
// the base branch and pull_request.closed with merged.
func (g *GitHub) Merge(fullName string, number int, method, by string) (string, error) {
	tip := ""
	err := g.withPull(fullName, number, func(r *repository, i *issue) error {
		if i.state != "open" || i.pull.draft {
			return errors.New("simulator: only an open pull request that is no draft can be merged")
		}
		ref := "refs/heads/" + i.pull.baseRef
		before := r.git.reference(ref).sha
		var err error
		switch method {
		case "merge":
			message := fmt.Sprintf("Merge pull request #%d from %s/%s\n\n%s", i.number, i.pull.head.owner.login, i.pull.headRef, i.title)
			tip, err = g.mergeCommit(r, before, i.pull.headSHA, message)
		case "squash":
			tip, err = g.squash(r, before, i, by)
		case "rebase":
			tip, err = g.rebase(r, before, i)
		default:
			return fmt.Errorf("simulator: no merge method %q", method)
		}
		if err != nil {
			return err
		}
		if err := g.landed(r, i, before, tip, by); err != nil {
			return err
		}
		if err := g.moveBranch(r, ref, before, tip, by); err != nil {
			return err
		}
		g.sendPull(r, i, "closed", by, object{})
		return nil
	})
	return tip, err
}

// landed makes a pull request a merged one, by the commits that are new in tip.
func (g *GitHub) landed(r *repository, i *issue, before, tip, by string) error {
	i.pull.merged, i.pull.mergedBy, i.pull.mergedAt, i.pull.mergeCommit = true, by, g.now(), tip
	i.state, i.closedAt = "closed", g.now()
	landed, err := r.git.run(nil, "rev-list", tip, "^"+before)
	if err != nil {
		return err
	}
	i.pull.landed = strings.Fields(landed)
	_, err = r.git.run(nil, "update-ref", "-d", fmt.Sprintf("refs/pull/%d/merge", i.number))
	return err
}

func (g *GitHub) squash(r *repository, base string, i *issue, by string) (string, error) {
	tree, err := r.git.run(nil, "merge-tree", "--write-tree", base, i.pull.headSHA)
	if err != nil {
		return "", err
	}
	environment := append(datedAt(g.now()), "GIT_AUTHOR_NAME="+i.user, "GIT_AUTHOR_EMAIL="+noReply(i.user))
	message := fmt.Sprintf("%s (#%d)", i.title, i.number)
	commit, err := r.git.output(nil, environment, "commit-tree", "-p", base, "-m", message, tree)
	return strings.TrimSpace(string(commit)), err
}

// rebase writes each commit of the pull request anew on the base, as GitHub
// does even where a fast-forward would do.
func (g *GitHub) rebase(r *repository, base string, i *issue) (string, error) {
	commits, err := r.git.log(false, "--no-merges", i.pull.headSHA, "^"+base)
	if err != nil {
		return "", err
	}
	slices.Reverse(commits)
	tip := base
	for _, c := range commits {
		// A commit with the tip's files on the original parent makes that
		// parent the merge base: git before 2.40 cannot be told it.
		ours, err := r.git.run(nil, "commit-tree", "-p", c.parents[0], "-m", "rebase", tip+"^{tree}")
		if err != nil {
			return "", err
		}
		tree, err := r.git.run(nil, "merge-tree", "--write-tree", ours, c.sha)
		if err != nil {
			return "", err
		}
		environment := append(datedAt(g.now()), "GIT_AUTHOR_NAME="+c.author.name, "GIT_AUTHOR_EMAIL="+c.author.email, "GIT_AUTHOR_DATE="+c.author.date)
		written, err := r.git.output(nil, environment, "commit-tree", "-p", tip, "-m", c.message, tree)
		if err != nil {
			return "", err
		}
		tip = strings.TrimSpace(string(written))
	}
	return tip, nil
}
