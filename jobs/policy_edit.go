package jobs

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
)

// PolicyChange is what a pull request does to a policy file.
type PolicyChange string

// The changes of a policy file.
const (
	PolicyAdded   PolicyChange = "adds"
	PolicyChanged PolicyChange = "changes"
	PolicyDeleted PolicyChange = "deletes"
)

// PolicyEdit is what a pull request would make of a policy file once it is
// merged. It is looked at and shown, and changes nothing before: the policy in
// force stays that of the trusted ref.
type PolicyEdit struct {
	File   string       `json:"file"` // path in the repository
	Ref    string       `json:"ref"`  // branch whose file counts until the merge
	Change PolicyChange `json:"change"`
	// Problems say why the edited file could not be used, at most 50 of Wrong;
	// none: it could.
	Problems []config.Problem `json:"problems,omitempty"`
	Wrong    int              `json:"wrong,omitempty"`
	// Mends: the file that counts cannot be used, and the edited one could.
	Mends  bool          `json:"mends,omitempty"`
	Before config.Policy `json:"before"` // in force
	After  config.Policy `json:"after"`  // after the merge; meaningless with Problems
	// Past are the last releases that golive judged, where the edit changes by which
	// sections golive may block; Looked says that they were looked for.
	Past   []PastRelease `json:"past,omitempty"`
	Looked bool          `json:"looked,omitempty"`
	// Authors are the logins of who made the pull request's commits and opened
	// it, known where the edit changes who signs.
	Authors []string `json:"authors,omitempty"`
}

// Differences says what the edit changes of the policy in force; nothing where
// it could not be used.
func (e PolicyEdit) Differences() []config.Difference {
	if e.Wrong > 0 {
		return nil
	}
	return e.Before.Differences(e.After)
}

// Observing reports whether the policy in force lets nothing be blocked.
func (e PolicyEdit) Observing() bool { return len(enforcedBy(e.Before)) == 0 }

// policyEdits looks for edits of policy files in a pull request: of the
// repository's own, and of the owner's where this is the repository that keeps it.
func policyEdits(ctx context.Context, repository Repository, governed governing, pull checks.PullRequest) ([]PolicyEdit, error) {
	description := repository.Describe()
	var edits []PolicyEdit
	keep := func(edit PolicyEdit, found bool, err error) error {
		if found && err == nil {
			edits = append(edits, edit)
		}
		return err
	}
	own := editing{
		repository: repository, pull: pull, path: config.PolicyFile, trusted: governed.own, before: governed.policy,
		after: func(file policyFile) (config.Policy, error) { return file.decode(governed.organisation) },
	}
	if err := keep(own.look(ctx)); err != nil {
		return nil, err
	}
	if governed.common.repository != description.ID && !strings.EqualFold(description.Name, ".github") || pull.BaseBranch != description.DefaultBranch {
		return edits, nil
	}
	common := editing{
		repository: repository, pull: pull, path: config.OrganisationPolicyFile, trusted: governed.common, before: governed.policy,
		after: func(file policyFile) (config.Policy, error) {
			below, err := file.decode(config.DefaultPolicy())
			if err != nil {
				return below, err
			}
			if above, err := governed.own.decode(below); err == nil { // else it is the other file that is wrong, and that is told
				return above, nil
			}
			return below, nil
		},
	}
	return edits, keep(common.look(ctx))
}

// editing is the comparison of one policy file with a pull request's.
type editing struct {
	repository Repository
	pull       checks.PullRequest
	path       string
	trusted    policyFile // the one that counts
	before     config.Policy
	after      func(policyFile) (config.Policy, error)
}

// look tells what the pull request does to the file, if anything.
func (e editing) look(ctx context.Context) (edit PolicyEdit, found bool, err error) {
	head, err := e.at(ctx, e.pull.Head)
	if errors.Is(err, ErrGone) {
		return PolicyEdit{}, false, nil // the head is gone, and with it what could be merged
	}
	if err != nil || head.same(e.trusted) {
		return PolicyEdit{}, false, err
	}
	left, err := e.left(ctx)
	if err != nil || head.same(left) {
		return PolicyEdit{}, false, err // not edited here: the branch is merely behind
	}
	edit = PolicyEdit{File: e.path, Ref: e.pull.BaseBranch, Change: changeOf(e.trusted, head), Before: e.before}
	edit.After, err = e.after(head)
	var invalid *config.PolicyError
	switch {
	case errors.As(err, &invalid):
		edit.After, edit.Problems, edit.Wrong = config.Policy{}, firstProblems(invalid.Problems), len(invalid.Problems)
		return edit, true, nil
	case err != nil:
		return PolicyEdit{}, false, err
	}
	_, standing := e.after(e.trusted)
	edit.Mends = standing != nil
	if changesRoles(edit) {
		edit.Authors, err = authorsOf(ctx, e.repository, e.pull)
	}
	return edit, err == nil, err
}

// at reads the file at a commit.
func (e editing) at(ctx context.Context, commit string) (policyFile, error) {
	file := policyFile{owner: e.repository.Describe().Owner, name: e.path, ref: commit}
	data, err := e.repository.ReadFile(ctx, e.path, commit)
	return file.read(data, err)
}

// left reads the file where the pull request left its base. Branches that have
// nothing in common left it where there was none.
func (e editing) left(ctx context.Context) (policyFile, error) {
	base, err := e.repository.MergeBase(ctx, e.pull.BaseBranch, e.pull.Head)
	if errors.Is(err, ErrGone) {
		return policyFile{}, nil
	}
	if err != nil {
		return policyFile{}, fmt.Errorf("merge base of #%d: %w", e.pull.Number, err)
	}
	return e.at(ctx, base)
}

// same reports whether two files say the same, character by character.
func (f policyFile) same(other policyFile) bool {
	return f.present == other.present && (f.refused == nil) == (other.refused == nil) && bytes.Equal(f.data, other.data)
}

func changeOf(before, after policyFile) PolicyChange {
	switch {
	case !after.present:
		return PolicyDeleted
	case !before.present:
		return PolicyAdded
	default:
		return PolicyChanged
	}
}

func changesRoles(edit PolicyEdit) bool {
	for _, difference := range edit.Before.Differences(edit.After) {
		if strings.HasPrefix(difference.Path, "roles") {
			return true
		}
	}
	return false
}

// authorsOf lists who made a pull request.
func authorsOf(ctx context.Context, repository Repository, pull checks.PullRequest) ([]string, error) {
	commits, err := repository.PullCommits(ctx, pull.Number)
	if err != nil && !errors.Is(err, ErrGone) {
		return nil, fmt.Errorf("commits of #%d: %w", pull.Number, err)
	}
	logins := []string{bareLogin(pull.Author)}
	for _, commit := range commits {
		logins = append(logins, bareLogin(commit.Author), bareLogin(commit.Committer))
	}
	slices.Sort(logins)
	return slices.DeleteFunc(slices.Compact(logins), func(login string) bool { return login == "" || login == "web-flow" }), nil
}

// bareLogin makes logins comparable: "@Dana" and "dana" are one person.
func bareLogin(login string) string {
	return strings.ToLower(strings.TrimPrefix(strings.TrimSpace(login), "@"))
}

// sameEdits reports whether edits come to the same, one of which may have been
// stored meanwhile.
func sameEdits(one, other []PolicyEdit) bool {
	if len(one) == 0 && len(other) == 0 {
		return true
	}
	first, err := json.Marshal(one)
	if err != nil {
		return false
	}
	second, err := json.Marshal(other)
	return err == nil && bytes.Equal(first, second)
}
