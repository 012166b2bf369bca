package doctor

import (
	"context"
	"slices"
	"strings"
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
	GitHub    GitHub // nil where Key cannot be read
	Redis     func(ctx context.Context) RedisFacts
	Public    func(ctx context.Context) PublicFacts // asks the public address; nil: nobody does
	PublicURL string                                // the setting; empty: none
	// NoWebhook says that GitHub cannot reach golive at all: a try-out on this
	// machine, whose App has no webhook. Local says that it may be one: nothing
	// names a public address, and golive listens on this machine alone.
	NoWebhook, Local bool
	Now              func() time.Time

	// What the words name. All may be empty.
	APIURL           string // where GitHub's API is
	AppID            int64
	Key              KeyFacts
	UnknownVariables []Misspelt // of the environment

	// Limit bounds each question; 0: only the context does.
	Limit time.Duration
	// Asking is told what has not been answered yet, at each question that begins
	// or ends, by one goroutine at a time; nil: nobody wants to know.
	Asking func(unanswered []string)
}

// Misspelt is a variable of the environment that looks like golive's and is none.
type Misspelt struct {
	Name  string
	Meant string // the variable that it is most like; empty: like none
}

// Facts are how things are.
type Facts struct {
	At               time.Time
	APIURL           string
	AppID            int64
	Key              KeyFacts
	UnknownVariables []Misspelt
	PublicURL        string
	Public           PublicFacts
	NoWebhook        bool
	Identity         github.Identity
	Hook             github.Hook
	HookErr          error
	Deliveries       []github.Attempt // newest first
	DeliveriesErr    error
	Installations    []InstallationFacts
	InstalledErr     error
	Redis            RedisFacts
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
// returns: what could not be asked is a fact too. The context bounds it, and
// Sources.Limit each question.
func Gather(ctx context.Context, sources Sources) Facts {
	facts := Facts{
		At: sources.Now(), PublicURL: sources.PublicURL, NoWebhook: sources.NoWebhook, APIURL: sources.APIURL,
		AppID: sources.AppID, Key: sources.Key, UnknownVariables: sources.UnknownVariables,
	}
	questions := &questions{sources: sources}
	questions.ask(ctx, "Redis", func(ctx context.Context) { facts.Redis = sources.Redis(ctx) })
	if sources.Public != nil {
		questions.ask(ctx, "the public address", func(ctx context.Context) { facts.Public = sources.Public(ctx) })
	}
	if facts.Key.Problem != "" {
		facts.Identity.Err = errKey
	} else {
		questions.askGitHub(ctx, &facts)
	}
	questions.group.Wait()
	if sources.Local && facts.hookless() {
		facts.NoWebhook = true
	}
	return facts
}

// questions are asked at once.
type questions struct {
	sources    Sources
	group      sync.WaitGroup
	mutex      sync.Mutex
	unanswered []string
}

// ask asks one question in the background.
func (q *questions) ask(ctx context.Context, what string, question func(context.Context)) {
	q.tell(func() { q.unanswered = append(q.unanswered, what) })
	q.group.Go(func() {
		cancel := func() {}
		if q.sources.Limit > 0 {
			ctx, cancel = context.WithTimeout(ctx, q.sources.Limit)
		}
		defer cancel()
		question(ctx)
		q.tell(func() {
			if at := slices.Index(q.unanswered, what); at >= 0 {
				q.unanswered = slices.Delete(q.unanswered, at, at+1)
			}
		})
	})
}

func (q *questions) tell(change func()) {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	change()
	if q.sources.Asking != nil {
		q.sources.Asking(slices.Clone(q.unanswered))
	}
}

// askGitHub asks who we are, and everything else where GitHub takes the key: every
// other question is asked with the same one.
func (q *questions) askGitHub(ctx context.Context, facts *Facts) {
	hub := q.sources.GitHub
	q.ask(ctx, "GitHub", func(limited context.Context) {
		if facts.Identity = hub.Identify(limited); facts.Identity.Err != nil {
			return
		}
		if !q.sources.NoWebhook {
			q.ask(ctx, "the webhook", func(ctx context.Context) { facts.Hook, facts.HookErr = hub.Hook(ctx) })
			q.ask(ctx, "deliveries", func(ctx context.Context) { facts.Deliveries, facts.DeliveriesErr = hub.RecentDeliveries(ctx, lookedAt) })
		}
		q.ask(ctx, "installations", func(limited context.Context) { q.askInstallations(ctx, limited, facts) })
	})
}

func (q *questions) askInstallations(ctx, limited context.Context, facts *Facts) {
	listed, err := q.sources.GitHub.AllInstallations(limited)
	if err != nil {
		facts.InstalledErr = err
		return
	}
	found := make([]InstallationFacts, len(listed))
	facts.Installations = found
	for i, one := range listed {
		found[i].Installation = one
		if one.Suspended || i >= asked {
			found[i].Repositories = unknownCount
			continue
		}
		q.ask(ctx, "repositories of "+one.Account, func(ctx context.Context) {
			ids, err := q.sources.GitHub.Repositories(ctx, one.ID)
			found[i].Repositories, found[i].RepositoriesErr = len(ids), err
		})
	}
}

// unknownCount stands for repositories that were not asked for.
const unknownCount = -1

// where names an address in words, where it is known.
func where(preposition, address string) string {
	if address == "" {
		return ""
	}
	return " " + preposition + " " + strings.TrimRight(address, "/")
}
