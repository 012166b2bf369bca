package simulator

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Commit is one commit of a Push.
type Commit struct {
	Message string
	// Files are written, by path from the root, and Delete is removed.
	Files  map[string]string
	Delete []string
	// Author is a login; who pushes when empty.
	Author string
	// At is when it was committed; now when zero.
	At time.Time
	// Parent starts the commit elsewhere than on the branch's tip (first
	// commit only), which makes a forced push of an existing branch.
	Parent string
	// Also is a second parent, for a merge commit.
	Also string
}

// Push writes commits to a branch ("release/v1" or "refs/heads/release/v1")
// and returns its new tip. A new branch starts at the default branch unless
// the first commit has a Parent; without commits it is created there. It
// sends push, and pull_request.synchronize for pull requests from the branch.
func (g *GitHub) Push(fullName, branch, by string, commits ...Commit) (string, error) {
	g.mutex.Lock()
	defer g.mutex.Unlock()
	r, err := g.find(fullName)
	if err != nil {
		return "", err
	}
	ref := "refs/heads/" + strings.TrimPrefix(branch, "refs/heads/")
	found, err := r.git.look(ref, "refs/heads/"+r.defaultBranch)
	if err != nil {
		return "", err
	}
	before, start := found[0].sha, found[0].sha
	if start == "" {
		start = found[1].sha
	}
	if len(commits) == 0 {
		if start == "" {
			return "", fmt.Errorf("simulator: %s is empty, a push needs a commit", fullName)
		}
		return start, g.moveBranch(r, ref, before, start, by)
	}
	after, err := g.writeCommits(r, ref, by, start, commits)
	if err != nil {
		return "", err
	}
	return after, g.branchMoved(r, ref, before, after, by)
}

// SetBranch points a branch at a commit, by force if need be, and sends push.
func (g *GitHub) SetBranch(fullName, branch, by, commit string) error {
	return g.withRepository(fullName, func(r *repository) error {
		sha := r.git.commit(commit)
		if sha == "" {
			return fmt.Errorf("simulator: no commit %q", commit)
		}
		ref := "refs/heads/" + branch
		return g.moveBranch(r, ref, r.git.reference(ref).sha, sha, by)
	})
}

// DeleteBranch deletes a branch, closes its pull requests and sends push with deleted.
func (g *GitHub) DeleteBranch(fullName, branch, by string) error {
	return g.withRepository(fullName, func(r *repository) error {
		ref := "refs/heads/" + branch
		before := r.git.reference(ref).sha
		if before == "" {
			return fmt.Errorf("simulator: no branch %q", branch)
		}
		if _, err := r.git.run(nil, "update-ref", "-d", ref); err != nil {
			return err
		}
		err := g.sendPush(r, ref, before, zeroSHA, by)
		g.closeOrphans(r, branch, by)
		return err
	})
}

// writeCommits makes commits and points ref at the last one, which it returns.
// One git process does it all: tests push hundreds of times.
func (g *GitHub) writeCommits(r *repository, ref, by, start string, commits []Commit) (string, error) {
	var stream bytes.Buffer
	data := func(text string) { fmt.Fprintf(&stream, "data %d\n%s\n", len(text), text) }
	for i, commit := range commits {
		if commit.Parent != "" {
			if start = r.git.commit(commit.Parent); start == "" {
				return "", fmt.Errorf("simulator: no commit %q", commit.Parent)
			}
		}
		author := commit.Author
		if author == "" {
			author = by
		}
		at := commit.At
		if at.IsZero() {
			at = g.now()
		}
		date := fmt.Sprintf("%s <%s> %d +0000", author, noReply(author), at.Unix())
		fmt.Fprintf(&stream, "commit %s\nmark :%d\nauthor %s\ncommitter %s\n", ref, i+1, date, date)
		data(commit.Message)
		switch {
		case i > 0:
			fmt.Fprintf(&stream, "from :%d\n", i)
		case start != "":
			fmt.Fprintf(&stream, "from %s\n", start)
		}
		if commit.Also != "" {
			also := r.git.commit(commit.Also)
			if also == "" {
				return "", fmt.Errorf("simulator: no commit %q", commit.Also)
			}
			fmt.Fprintf(&stream, "merge %s\n", also)
		}
		for _, path := range commit.Delete {
			fmt.Fprintf(&stream, "D %s\n", quotePath(path))
		}
		for _, path := range sortedKeys(commit.Files) {
			fmt.Fprintf(&stream, "M 100644 inline %s\n", quotePath(path))
			data(commit.Files[path])
		}
		stream.WriteByte('\n')
	}
	marks := filepath.Join(r.git.path, "marks")
	defer os.Remove(marks)
	if _, err := r.git.run(stream.Bytes(), "fast-import", "--quiet", "--force", "--export-marks="+marks); err != nil {
		return "", err
	}
	written, err := os.ReadFile(marks)
	if err != nil {
		return "", fmt.Errorf("simulator: %w", err)
	}
	last := ":" + strconv.Itoa(len(commits)) + " "
	for _, line := range strings.Split(string(written), "\n") {
		if sha, found := strings.CutPrefix(line, last); found {
			return sha, nil
		}
	}
	return "", errors.New("simulator: git fast-import wrote no commit")
}

// quotePath writes a path as git fast-import reads it.
func quotePath(path string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(path) + `"`
}

func noReply(login string) string { return login + "@users.noreply.github.com" }

func (g *GitHub) moveBranch(r *repository, ref, before, after, by string) error {
	if _, err := r.git.run(nil, "update-ref", ref, after); err != nil {
		return err
	}
	return g.branchMoved(r, ref, before, after, by)
}

// branchMoved tells everyone about a branch's new tip.
func (g *GitHub) branchMoved(r *repository, ref, before, after, by string) error {
	if before == "" {
		before = zeroSHA
	}
	if before == after {
		return nil
	}
	if err := g.sendPush(r, ref, before, after, by); err != nil {
		return err
	}
	return g.synchronize(r, strings.TrimPrefix(ref, "refs/heads/"), before, after, by)
}

// sendPush sends one push event. For an annotated tag after is the tag object
// and head_commit the commit it leads to.
// https://docs.github.com/webhooks/webhook-events-and-payloads#push
func (g *GitHub) sendPush(r *repository, ref, before, after, by string) error {
	r.pushedAt = g.now()
	payload := object{
		"ref": ref, "before": before, "after": after, "base_ref": nil,
		"created": before == zeroSHA, "deleted": after == zeroSHA, "forced": false,
		"pusher": object{"name": by, "email": noReply(by)}, "commits": []object{}, "head_commit": nil,
		"compare": fmt.Sprintf("%s/%s/compare/%.12s...%.12s", g.options.PublicURL, r.fullName(), before, after),
	}
	if after != zeroSHA {
		if err := g.fillPush(r, payload, ref, before, after, by); err != nil {
			return err
		}
	}
	g.send(r, "push", "", by, payload)
	return nil
}

// fillPush adds what a push that deletes nothing has: its commits and its head.
func (g *GitHub) fillPush(r *repository, payload object, ref, before, after, by string) error {
	branch, isBranch := strings.CutPrefix(ref, "refs/heads/")
	var pushed []revision
	var err error
	if isBranch {
		if pushed, err = r.git.pushed(branch, before, after); err != nil {
			return err
		}
		payload["commits"] = list(pushed, func(c revision) object { return g.renderPushedCommit(r, c) })
	}
	var head revision
	if len(pushed) > 0 && pushed[len(pushed)-1].sha == after {
		head = pushed[len(pushed)-1]
	} else if head, err = r.git.commitAt(after, true); err != nil {
		return err
	}
	payload["head_commit"] = g.renderPushedCommit(r, head)
	if !isBranch && r.git.commit("heads/"+r.defaultBranch) == head.sha {
		payload["base_ref"] = "refs/heads/" + r.defaultBranch
	}
	if before != zeroSHA {
		// A tag never moves without force, whatever it moves to.
		payload["forced"] = !isBranch || r.git.mergeBase(before, after) != before
	}
	if isBranch {
		g.requestSuite(r, branch, before, head, by)
	}
	return nil
}

// pushed lists what a push brought, oldest first and at most 2048 commits.
func (d gitDirectory) pushed(branch, before, after string) ([]revision, error) {
	rangeOf := []string{"-n", "2048", after}
	if before != zeroSHA {
		rangeOf = append(rangeOf, "^"+before)
	} else {
		rangeOf = append(rangeOf, "--not", "--exclude="+branch, "--branches")
	}
	found, err := d.log(true, rangeOf...)
	slices.Reverse(found)
	return found, err
}

func (g *GitHub) renderPushedCommit(r *repository, c revision) object {
	who := func(p person) object {
		return object{"name": p.name, "email": p.email, "username": p.name, "date": p.date}
	}
	return object{
		"id": c.sha, "tree_id": c.tree, "distinct": true, "message": c.message, "timestamp": c.committer.date,
		"url":    fmt.Sprintf("%s/%s/commit/%s", g.options.PublicURL, r.fullName(), c.sha),
		"author": who(c.author), "committer": who(c.committer),
		"added": orEmpty(c.added), "removed": orEmpty(c.removed), "modified": orEmpty(c.modified),
	}
}

func orEmpty(texts []string) []string {
	if texts == nil {
		return []string{}
	}
	return texts
}
