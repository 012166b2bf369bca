package doctor_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/golive-app/golive/app/doctor"
	"github.com/golive-app/golive/app/github"
)

// hub answers from fields.
type hub struct {
	identity      github.Identity
	installations []github.Installation
	repositories  map[int64]int
	asked         chan string
	url           string // of the webhook
}

func (h *hub) Identify(context.Context) github.Identity { return h.identity }

func (h *hub) Hook(context.Context) (github.Hook, error) {
	h.asked <- "hook"
	return github.Hook{URL: h.url}, nil
}

func (h *hub) RecentDeliveries(context.Context, int) ([]github.Attempt, error) {
	h.asked <- "deliveries"
	return nil, errors.New("no deliveries")
}

func (h *hub) AllInstallations(context.Context) ([]github.Installation, error) {
	h.asked <- "installations"
	return h.installations, nil
}

func (h *hub) Repositories(_ context.Context, installation int64) ([]int64, error) {
	count, found := h.repositories[installation]
	if !found {
		return nil, errors.New("suspended")
	}
	return make([]int64, count), nil
}

func sources(h *hub) doctor.Sources {
	h.asked = make(chan string, 10)
	return doctor.Sources{
		GitHub: h, PublicURL: "https://x", Now: func() time.Time { return noon },
		Redis: func(context.Context) doctor.RedisFacts { return doctor.RedisFacts{Embedded: true} },
	}
}

func gather(h *hub, without bool) doctor.Facts {
	all := sources(h)
	all.NoWebhook = without
	return doctor.Gather(context.Background(), all)
}

func TestGather(t *testing.T) {
	t.Parallel()
	facts := gather(&hub{
		url:           "https://x/webhook",
		installations: []github.Installation{{ID: 1, Account: "acme"}, {ID: 2, Account: "gone"}, {ID: 3, Account: "away", Suspended: true}},
		repositories:  map[int64]int{1: 4, 3: 9},
	}, false)
	if facts.Hook.URL == "" || facts.DeliveriesErr == nil || !facts.Redis.Embedded || !facts.At.Equal(noon) {
		t.Errorf("%+v", facts)
	}
	if facts.Installations[0].Repositories != 4 || facts.Installations[1].RepositoriesErr == nil || facts.Installations[2].Repositories >= 0 {
		t.Errorf("%+v", facts.Installations)
	}
	if all := doctor.Judge(facts); doctor.Worst(all) != doctor.Bad {
		t.Errorf("%+v", all)
	}
}

func TestNothingElseIsAskedWithAKeyThatIsRefused(t *testing.T) {
	t.Parallel()
	refused := &hub{identity: github.Identity{Status: 401, Err: errors.New("refused")}}
	gather(refused, false)
	if len(refused.asked) != 0 {
		t.Errorf("asked for %s", <-refused.asked)
	}
	local := &hub{}
	gather(local, true)
	if len(local.asked) != 1 {
		t.Errorf("without a webhook, %d questions", len(local.asked))
	}
}

// Each question has a limit of its own: one that is never answered keeps nobody
// from the others' answers.
func TestAQuestionThatIsNeverAnswered(t *testing.T) {
	t.Parallel()
	synctest.Test(t, questionsNeverAnswered) // whose clock is simulated: nothing waits
}

func questionsNeverAnswered(t *testing.T) {
	all := sources(&hub{installations: []github.Installation{{ID: 1, Account: "acme"}}, repositories: map[int64]int{1: 1}})
	all.Limit = time.Minute
	all.Redis = func(ctx context.Context) doctor.RedisFacts {
		<-ctx.Done()
		return doctor.RedisFacts{Problem: ctx.Err().Error()}
	}
	all.Public = func(ctx context.Context) doctor.PublicFacts {
		<-ctx.Done()
		return doctor.PublicFacts{Asked: true, Problem: "no answer"}
	}
	var told [][]string
	all.Asking = func(unanswered []string) { told = append(told, unanswered) }
	facts := doctor.Gather(t.Context(), all)
	if facts.Redis.Problem == "" || facts.Public.Problem == "" || facts.Installations[0].Repositories != 1 {
		t.Errorf("%+v", facts)
	}
	if first, last := told[0], told[len(told)-1]; !slices.Equal(first, []string{"Redis"}) || len(last) != 0 {
		t.Errorf("told %q", told)
	}
	if !slices.ContainsFunc(told, func(unanswered []string) bool { return slices.Contains(unanswered, "repositories of acme") }) {
		t.Errorf("told %q", told)
	}
}

func TestAnAppWithoutAWebhookOnThisMachine(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		local bool
		url   string
		state doctor.State
	}{
		"a try-out":                              {true, "", doctor.Advice},
		"behind a proxy whose address is unsaid": {true, "https://golive.acme.dev/webhook", doctor.Bad},
		"on a server":                            {false, "", doctor.Bad},
	} {
		one := &hub{identity: github.Identity{App: github.App{ID: 1}}, url: test.url}
		all := sources(one)
		all.Local = test.local
		for _, found := range doctor.Judge(doctor.Gather(t.Context(), all)) {
			if found.Name == "webhook" && found.State != test.state {
				t.Errorf("%s: %+v", name, found)
			}
		}
	}
}

func TestReadRedisInfo(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text string
		want doctor.RedisFacts
	}{
		"Redis": {"# Server\r\nredis_version:7.2.4\r\n# Memory\r\nmaxmemory_policy:noeviction\r\n# Persistence\r\naof_enabled:1\r\nrdb_last_bgsave_status:ok\r\n",
			doctor.RedisFacts{Reachable: true, Server: "redis", Version: "7.2.4", Policy: "noeviction", AppendOnly: "1", Snapshot: "ok"}},
		"Valkey, which answers as Redis too": {"redis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:8.1.0\r\nmaxmemory_policy:allkeys-lru\r\naof_enabled:0\r\n",
			doctor.RedisFacts{Reachable: true, Server: "valkey", Version: "8.1.0", Policy: "allkeys-lru", AppendOnly: "0"}},
		"a service that says little": {"redis_version:6.2.6\r\n", doctor.RedisFacts{Reachable: true, Server: "redis", Version: "6.2.6"}},
		"a replica that is nearly full": {"redis_version:7.2.4\r\nrole:slave\r\nused_memory:95\r\nmaxmemory:100\r\naof_last_write_status:err\r\n",
			doctor.RedisFacts{Reachable: true, Server: "redis", Version: "7.2.4", Replica: true, Memory: 95, MostMemory: 100, AppendWrite: "err"}},
		"numbers that are none": {"used_memory:-1\r\nmaxmemory:many\r\n", doctor.RedisFacts{Reachable: true, Server: "redis"}},
		"nothing":               {"", doctor.RedisFacts{Reachable: true, Server: "redis"}},
	} {
		if got := doctor.ReadRedisInfo(test.text); got != test.want {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func FuzzReadRedisInfo(f *testing.F) {
	f.Add("redis_version:7.2.4\r\nmaxmemory_policy:noeviction\r\naof_enabled:1\r\n")
	f.Add("redis_version:999999999999999999999.x\n:\n::")
	f.Fuzz(func(t *testing.T, text string) {
		facts := doctor.ReadRedisInfo(text)
		for _, one := range doctor.Judge(doctor.Facts{Identity: github.Identity{Err: errors.New("none")}, Redis: facts}) {
			if strings.HasPrefix(one.Name, "redis") && (one.What == "" || len(one.What) > 300) {
				t.Errorf("%+v", one)
			}
		}
	})
}
