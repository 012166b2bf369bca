package simulator

import (
	"errors"
	"fmt"
)

// mergeGroup is what a merge queue tries at once: pull requests on top of the base branch,
// or of the group that stands before it.
// https://docs.github.com/en/repositories/configuring-branches-and-merges-in-your-repository/configuring-pull-request-merges/managing-a-merge-queue
type mergeGroup struct {
	base    string // commit
	numbers []int
	commits []string // of each pull request the one that merges it
}

func (m mergeGroup) head() string { return m.commits[len(m.commits)-1] }

// RequestMergeGroup puts pull requests into the merge queue, in this order and as one group,
// behind the group of the branch after (empty: none), and sends
// merge_group.checks_requested. It returns the group's head and its branch, which is named
// by the last pull request.
// https://docs.github.com/webhooks/webhook-events-and-payloads#merge_group
func (g *GitHub) RequestMergeGroup(fullName, by, after string, numbers ...int) (sha, branch string, err error) {
	err = g.withRepository(fullName, func(r *repository) error {
		var group mergeGroup
		var last *issue
		for _, number := range numbers {
			i := r.issues[number]
			if i == nil || i.pull == nil || i.state != "open" {
				return fmt.Errorf("simulator: no open pull request #%d", number)
			}
			if group.base == "" {
				if group.base = r.git.reference("refs/heads/" + i.pull.baseRef).sha; after != "" {
					before, found := r.mergeGroups[after]
					if !found {
						return fmt.Errorf("simulator: no merge group %q", after)
					}
					group.base = before.head()
				}
				sha = group.base
			}
			var err error
			if sha, err = g.mergeCommit(r, sha, i.pull.headSHA, fmt.Sprintf("Merge pull request #%d from %s", i.number, i.pull.headRef)); err != nil {
				return err
			}
			group.numbers, group.commits, last = append(group.numbers, number), append(group.commits, sha), i
		}
		if last == nil {
			return errors.New("simulator: a merge group of nothing")
		}
		branch = fmt.Sprintf("gh-readonly-queue/%s/pr-%d-%s", last.pull.baseRef, last.number, group.base)
		r.mergeGroups[branch] = group
		if err := g.moveBranch(r, "refs/heads/"+branch, "", sha, by); err != nil {
			return err
		}
		return g.sendMergeGroup(r, last, "checks_requested", branch, group, by, object{})
	})
	return sha, branch, err
}

// MergeGroup merges the first group of the queue: its base branch becomes the group's head,
// and its pull requests are merged.
func (g *GitHub) MergeGroup(fullName, branch, by string) error {
	return g.withRepository(fullName, func(r *repository) error {
		group, found := r.mergeGroups[branch]
		if !found {
			return fmt.Errorf("simulator: no merge group %q", branch)
		}
		last := r.issues[group.numbers[len(group.numbers)-1]]
		ref := "refs/heads/" + last.pull.baseRef
		if r.git.reference(ref).sha != group.base {
			return fmt.Errorf("simulator: the merge group %q is not the first one", branch)
		}
		before := group.base
		for at, number := range group.numbers {
			if err := g.landed(r, r.issues[number], before, group.commits[at], by); err != nil {
				return err
			}
			before = group.commits[at]
		}
		if err := g.moveBranch(r, ref, group.base, group.head(), by); err != nil {
			return err
		}
		for _, number := range group.numbers {
			g.sendPull(r, r.issues[number], "closed", by, object{})
		}
		return g.endMergeGroup(r, last, branch, "merged", by)
	})
}

// DestroyMergeGroup ends a merge group without a merge (reason invalidated or dequeued),
// deletes its branch and sends merge_group.destroyed.
func (g *GitHub) DestroyMergeGroup(fullName, branch, reason, by string) error {
	return g.withRepository(fullName, func(r *repository) error {
		group, found := r.mergeGroups[branch]
		if !found {
			return fmt.Errorf("simulator: no merge group %q", branch)
		}
		return g.endMergeGroup(r, r.issues[group.numbers[len(group.numbers)-1]], branch, reason, by)
	})
}

func (g *GitHub) endMergeGroup(r *repository, last *issue, branch, reason, by string) error {
	err := g.sendMergeGroup(r, last, "destroyed", branch, r.mergeGroups[branch], by, object{"reason": reason})
	delete(r.mergeGroups, branch)
	_, deleted := r.git.run(nil, "update-ref", "-d", "refs/heads/"+branch)
	return errors.Join(err, deleted)
}

func (g *GitHub) sendMergeGroup(r *repository, last *issue, action, branch string, group mergeGroup, by string, fields object) error {
	head, err := r.git.commitAt(group.head(), false)
	if err != nil {
		return err
	}
	fields["merge_group"] = object{
		"head_sha": group.head(), "head_ref": "refs/heads/" + branch, "base_sha": group.base, "base_ref": "refs/heads/" + last.pull.baseRef,
		"head_commit": g.renderSimpleCommit(head),
	}
	g.send(r, "merge_group", action, by, fields)
	return nil
}
