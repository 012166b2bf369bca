package jobs

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
)

// Examination judges one release once, in the process that asks: it reads the
// forge as a task would and comes to what a task comes to, and nothing is
// queued, stored or shown.
type Examination struct {
	Repository Repository
	// Number and Tag name a pull request or a tag; with neither, the head of the
	// default branch is judged as if it were a release.
	Number int
	Tag    string
	// Base starts the range after this branch, tag or commit, in place of where
	// golive would start it.
	Base string
	// Policy holds in place of the repository's own; nil: that of the trusted ref.
	Policy       *config.Policy
	PolicySource checks.PolicySource // of Policy

	// Ledger tells what people signed and waived; nil: nothing of it counts.
	Ledger  Ledger
	Entries []checks.Entry
	Runner  *checks.Runner
	Now     func() time.Time
	// Doing is told what is under way before the items, and Began of each item.
	Doing func(what string)
	Began func(number, total int, item checks.ItemID)
}

// Examined is what an examination came to.
type Examined struct {
	Release checks.Release
	Range   *checks.Range
	Policy  checks.PolicySource
	Rules   config.Policy // what it says
	Results map[checks.ItemID]checks.Result
	Skipped []checks.Skipped
	Notes   []string // what people should know of how it was judged
}

// Examine judges the release. ErrGone: there is no such pull request or tag;
// ErrForbidden, ErrEmpty and LimitedError as the forge says.
func Examine(ctx context.Context, examination Examination) (Examined, error) {
	examination.Doing("reading the release")
	run, err := examination.run(ctx)
	if err != nil {
		return Examined{}, err
	}
	examination.Doing(fmt.Sprintf("fetching %.7s of %s", run.Release.SHA, run.Release.Repository.FullName()))
	said, err := examination.said(ctx, run)
	if err != nil {
		return Examined{}, err
	}
	run.Release.Approval = said.Approval
	read, err := readContent(ctx, examination.Repository, run)
	if err != nil {
		return Examined{}, err
	}
	defer read.close()
	run.Release.Tree = read.source.Tree()
	run.noteMisnamed(read.source.Files())
	items := make([]checks.Item, len(examination.Entries))
	for index, entry := range examination.Entries {
		items[index] = entry.Item
	}
	if err := nameOwners(ctx, examination.Repository, read, &run, items); err != nil {
		return Examined{}, err
	}
	run.Notes = append(run.Notes, read.notes...)
	if examination.Policy == nil && read.span != nil && slices.ContainsFunc(read.span.Changed, func(change checks.Change) bool { return change.Path == config.PolicyFile }) {
		run.Notes = append(run.Notes, fmt.Sprintf("the release changes %s; it was judged by the policy of %s, which holds until then", config.PolicyFile, run.Policy.Ref))
	}
	attested, err := examination.attestations(ctx, run, read, said)
	if err != nil {
		return Examined{}, err
	}
	results, err := examination.Runner.RunAll(ctx, subjectOf(run, examination.Repository, read, examination.Now), examination.Entries, attested, examination.Began)
	if err != nil {
		return Examined{}, err
	}
	return Examined{
		Release: run.Release, Range: read.span, Policy: run.Policy, Rules: run.Rules, Results: results, Skipped: read.source.Skipped(), Notes: run.Notes,
	}, nil
}

// run reads from the forge what is to be judged, and by which policy.
func (e Examination) run(ctx context.Context) (Run, error) {
	key := Key{Repository: e.Repository.Describe().ID, Number: e.Number, Tag: e.Tag}
	state, notes, err := e.resolve(ctx, &key)
	if err != nil {
		return Run{}, err
	}
	run := Run{
		Key: key, Release: state.release, Base: state.base, Rules: state.governed.policy, Policy: state.governed.source,
		PolicyProblem: state.governed.problem, Carriers: state.carriers, Follows: state.follows, Notes: notes,
	}
	if e.Policy != nil {
		run.Rules, run.Policy, run.PolicyProblem = *e.Policy, e.PolicySource, ""
	}
	if run.PolicyProblem != "" {
		run.Notes = append(run.Notes, "the policy cannot be used as it stands, and "+run.Policy.Source+" holds: "+run.PolicyProblem)
	}
	if e.Base != "" {
		from, err := e.Repository.CommitOf(ctx, e.Base)
		if err != nil {
			return Run{}, fmt.Errorf("base %s: %w", e.Base, err)
		}
		if _, err := e.Repository.Fetch(ctx, from); err != nil {
			return Run{}, fmt.Errorf("fetch %s: %w", e.Base, err)
		}
		run.Range = &RangeSummary{From: from, To: run.Release.SHA, Reason: e.Base}
	}
	return run, nil
}

// resolve reads the release. Whoever names one wants it judged, also where the
// policy takes it for none or where it is over.
func (e Examination) resolve(ctx context.Context, key *Key) (resolved, []string, error) {
	var kept policies = noPolicies{}
	switch {
	case e.Number > 0:
		pull, err := e.Repository.PullRequest(ctx, e.Number)
		if err != nil {
			return resolved{}, nil, fmt.Errorf("pull request #%d: %w", e.Number, err)
		}
		state := describePull(e.Repository.Describe(), *key, pull)
		if err := state.govern(ctx, e.Repository, kept, *key, pull); err != nil {
			return resolved{}, nil, err
		}
		var notes []string
		if !state.isOpen {
			notes = append(notes, fmt.Sprintf("#%d is %s: what was judged is its last commit", e.Number, state.ended))
		}
		if !state.claimed {
			notes = append(notes, fmt.Sprintf("#%d is no release pull request by the policy: golive on GitHub would not judge it", e.Number))
		}
		return state, notes, nil
	case e.Tag != "":
		state, err := resolveTag(ctx, e.Repository, kept, *key)
		if err != nil {
			return resolved{}, nil, err
		}
		if !state.isOpen {
			return resolved{}, nil, fmt.Errorf("tag %s: %w", e.Tag, ErrGone)
		}
		if state.claimed {
			return state, nil, nil
		}
		state.follows = family(e.Tag)
		err = state.carry(ctx, e.Repository) // before state is returned: it is filled in
		return state, []string{"no release tag by the policy: golive on GitHub would not judge it"}, err
	default:
		branch := e.Repository.Describe().DefaultBranch
		commit, err := e.Repository.CommitOf(ctx, branch)
		if errors.Is(err, ErrGone) {
			err = fmt.Errorf("%w: %w", ErrEmpty, err)
		}
		if err != nil {
			return resolved{}, nil, fmt.Errorf("branch %s: %w", branch, err)
		}
		key.Look, key.Commit = "heads/"+branch, commit
		state, err := resolveLook(ctx, e.Repository, kept, *key)
		return state, nil, err
	}
}

// said is what people said by the records on GitHub, and still say.
func (e Examination) said(ctx context.Context, run Run) (Recorded, error) {
	if e.Ledger == nil || run.Key.IsLook() {
		return Recorded{}, nil
	}
	target := Target{Repository: e.Repository.Describe()}
	record, _, err := recorded(ctx, e.Ledger, e.Repository, target, keysOf(run.Key, run.Release), run.Release)
	if err != nil {
		return Recorded{}, fmt.Errorf("what people said: %w", err)
	}
	if record.Approval, err = standingApproval(ctx, e.Ledger, target, run.Release, record.Approval); err != nil {
		return Recorded{}, err
	}
	record.Given, err = standing(ctx, e.Ledger, target, record.Given)
	return record, err
}

// attestations hold what people said against what is judged.
func (e Examination) attestations(ctx context.Context, run Run, read *content, said Recorded) (map[checks.ItemID]checks.Attestations, error) {
	items := make([]checks.Item, len(e.Entries))
	for index, entry := range e.Entries {
		items[index] = entry.Item
	}
	return attest(ctx, e.Repository, read, run, items, said.Given)
}

// noPolicies remember nothing: every file is read anew.
type noPolicies struct{}

func (noPolicies) LastPolicy(context.Context, int64, string) ([]byte, error) { return nil, nil }
func (noPolicies) KeepPolicy(context.Context, int64, string, []byte) error   { return nil }
func (noPolicies) LacksCommonPolicy(context.Context, string) (bool, error)   { return false, nil }
func (noPolicies) NoteCommonPolicy(context.Context, string, bool) error      { return nil }
