package doctor

import (
	"context"
	"sync"
	"time"

	"github.com/golive-app/golive/app/github"
)

// GitHub is what is asked of GitHub; *github.Hub answers.
type GitHub interface {
	Identify(ctx context.Context) github.Identity
	Hook(ctx context.Context) (github.Hook, error)
	RecentDeliveries(ctx context.Context, most int) ([]github.Attempt, error)
	AllInstallations(ctx context.Context) ([]github.Installation, error)
	Repositories(ctx context.Context, installation int64) ([]int64, error)
}

var _ GitHub = (*github.Hub)(nil)

// Sources are what facts are gathered from.
type Sources struct {
	GitHub    GitHub
	Redis     func(ctx context.Context) RedisFacts
	PublicURL string // the setting; empty: none
	// NoWebhook says that GitHub cannot reach golive at all: a try-out on this
	// machine, whose App has no webhook.
	NoWebhook bool
	Now       func() time.Time
}

// Facts are how things are.
type Facts struct {
	At            time.Time
	PublicURL     string
	NoWebhook     bool
	Identity      github.Identity
	Hook          github.Hook
	HookErr       error
	Deliveries    []github.Attempt // newest first
	DeliveriesErr error
	Installations []InstallationFacts
	InstalledErr  error
	Redis         RedisFacts
}

// InstallationFacts are how the App is on one account.
type InstallationFacts struct {
	github.Installation
	Repositories    int // that golive can show anything on
	RepositoriesErr error
}

const (
	// lookedAt is how many deliveries are looked at.
	lookedAt = 30
	// asked is how many installations are asked for their repositories: each
	// costs a request, and who has more knows that there are repositories.
	asked = 10
)

// Gather asks everything, at once where one answer needs no other. It always
// returns: what could not be asked is a fact too. The context bounds it.
func Gather(ctx context.Context, sources Sources) Facts {
	facts := Facts{At: sources.Now(), PublicURL: sources.PublicURL, NoWebhook: sources.NoWebhook}
	var group sync.WaitGroup
	group.Go(func() { facts.Redis = sources.Redis(ctx) })
	group.Go(func() {
		facts.Identity = sources.GitHub.Identify(ctx)
		if facts.Identity.Err != nil {
			return // every other question is asked with the same key
		}
		var questions sync.WaitGroup
		if !sources.NoWebhook {
			questions.Go(func() { facts.Hook, facts.HookErr = sources.GitHub.Hook(ctx) })
			questions.Go(func() { facts.Deliveries, facts.DeliveriesErr = sources.GitHub.RecentDeliveries(ctx, lookedAt) })
		}
		questions.Go(func() { facts.Installations, facts.InstalledErr = installations(ctx, sources.GitHub) })
		questions.Wait()
	})
	group.Wait()
	return facts
}

func installations(ctx context.Context, hub GitHub) ([]InstallationFacts, error) {
	listed, err := hub.AllInstallations(ctx)
	if err != nil {
		return nil, err
	}
	found := make([]InstallationFacts, len(listed))
	var group sync.WaitGroup
	for i, one := range listed {
		found[i].Installation = one
		if one.Suspended || i >= asked {
			found[i].Repositories = unknownCount
			continue
		}
		group.Go(func() {
			ids, err := hub.Repositories(ctx, one.ID)
			found[i].Repositories, found[i].RepositoriesErr = len(ids), err
		})
	}
	group.Wait()
	return found, nil
}

// unknownCount stands for repositories that were not asked for.
const unknownCount = -1
