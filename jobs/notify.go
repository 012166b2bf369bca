package jobs

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config"
)

// notify tells people what a run that is over changed for them, in replies beside the
// comment on this number. It has to be called by one task at a time for a release: what
// was told before is read first. It returns what stands for what was looked at.
func (w *Worker) notify(ctx context.Context, target Target, run Run, number int, looked string) (string, error) {
	if number == 0 || !run.Complete() || run.Observing() {
		return looked, nil
	}
	items := run.Enforced(w.Catalogue.Items())
	want := wantedOf(run, items)
	if want.hash() == looked {
		return looked, nil
	}
	told, err := w.Publisher.Notices(ctx, target, number)
	if err != nil {
		return looked, fmt.Errorf("what was told on %d: %w", number, err)
	}
	var notices []Notice
	if notice, is := turned(run, items, told); is {
		notices = append(notices, notice)
	}
	if len(want.Signing)+len(want.Lapsed) > 0 {
		recipients, err := w.recipients(ctx, run, items)
		if err != nil {
			return looked, err
		}
		if notice, is := asking(run, items, told, recipients); is {
			notices = append(notices, notice)
		}
	}
	for _, notice := range notices {
		err := w.Publisher.Notify(ctx, target, number, run, notice)
		if errors.Is(err, ErrForbidden) || errors.Is(err, ErrGone) {
			w.Logger.WarnContext(ctx, "nobody is told: no reply may be written", "release", run.Key.String(), "number", number, "error", err.Error())
			break
		}
		if err != nil {
			return looked, fmt.Errorf("tell on %d: %w", number, err)
		}
		w.Logger.InfoContext(ctx, "told", "release", run.Key.String(), "kind", string(notice.Kind), "commit", notice.SHA, "people", len(notice.People))
	}
	return want.hash(), nil
}

// fewMembers is up to how many members of a team are mentioned one by one, so that its
// authors are left alone.
const fewMembers = 5

// recipients tells who can be mentioned for each item for whose role the policy names anybody
// at all. Where it names nobody, whoever maintains the repository may sign, and nobody is
// called for that. Authors of the release are not asked while somebody else can be.
func (w *Worker) recipients(ctx context.Context, run Run, items []checks.Item) (map[checks.ItemID][]Recipient, error) {
	repository, err := w.Hub.Repository(ctx, run.Installation, run.Key.Repository)
	if err != nil {
		return nil, err
	}
	var authors []string
	if number := run.Release.Number; number > 0 {
		if authors, err = authorsOf(ctx, repository, checks.PullRequest{Number: number, Author: run.Release.Author}); err != nil {
			return nil, err
		}
	}
	recipients := map[checks.ItemID][]Recipient{}
	asked := map[string][]Recipient{} // by whom the policy names: several items have the same
	for _, item := range items {
		named := run.Named(checks.SigningRole(item), item.ID)
		key := strings.Join(named, " ")
		if known, found := asked[key]; found {
			recipients[item.ID] = known
			continue
		}
		all := recipientsOf(ctx, repository, named)
		others := slices.DeleteFunc(slices.Clone(all), func(one Recipient) bool { return slices.Contains(authors, bareLogin(one.Name)) })
		if len(others) == 0 {
			others = all
		}
		recipients[item.ID], asked[key] = others, others
	}
	return recipients, nil
}

func recipientsOf(ctx context.Context, teams checks.TeamReader, named []string) []Recipient {
	holders := checks.ReadHolders(ctx, teams, named)
	var found []Recipient
	add := func(one Recipient) {
		if !slices.ContainsFunc(found, func(known Recipient) bool { return known.is(one.Name) }) {
			found = append(found, one)
		}
	}
	// Teams first: a person who is in one of them as well is reached by it.
	for _, name := range named {
		if !strings.Contains(name, "/") || strings.Contains(name, ":") {
			continue
		}
		members := holders.Members(name)
		if len(members) == 0 || len(members) > fewMembers {
			add(Recipient{strings.TrimPrefix(name, "@"), members})
			continue
		}
		for _, member := range members {
			add(Recipient{Name: member})
		}
	}
	for _, name := range named {
		if _, owners := config.CodeOwnersOf(name); !owners && !strings.Contains(name, "/") {
			add(Recipient{Name: strings.TrimPrefix(name, "@")})
		}
	}
	return found
}
