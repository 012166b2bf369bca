package doctor_test

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/golive-app/golive/app/doctor"
	"github.com/golive-app/golive/app/github"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// sound are the facts of a golive that lacks nothing.
func sound() doctor.Facts {
	permissions, events := github.Wanted()
	app := github.App{ID: 7, Slug: "golive-acme", Name: "golive-acme", URL: "https://github.com/apps/golive-acme", Permissions: map[string]string{}}
	for _, permission := range permissions {
		app.Permissions[permission.Name] = permission.Level
	}
	for _, event := range events {
		app.Events = append(app.Events, event.Name)
	}
	granted := map[string]string{}
	for name, level := range app.Permissions {
		granted[name] = level
	}
	return doctor.Facts{
		At: noon, PublicURL: "https://golive.acme.dev",
		Identity:   github.Identity{App: app, Status: http.StatusOK, Dated: true},
		Hook:       github.Hook{URL: "https://golive.acme.dev/webhook", ContentType: "json"},
		Deliveries: []github.Attempt{{ID: 1, GUID: "a", Event: "ping", At: noon.Add(-time.Minute), StatusCode: 202, Status: "OK"}},
		Installations: []doctor.InstallationFacts{{
			Installation: github.Installation{ID: 9, Account: "acme", URL: "https://github.com/organizations/acme/settings/installations/9", Permissions: granted},
			Repositories: 3,
		}},
		Redis: doctor.RedisFacts{Reachable: true, Server: "redis", Version: "7.2.4", Policy: "noeviction", AppendOnly: "1", Snapshot: "ok"},
	}
}

func TestASoundGolive(t *testing.T) {
	t.Parallel()
	all := doctor.Judge(sound())
	for _, one := range all {
		if one.State != doctor.Good || one.HowToMend != "" || !one.OK() {
			t.Errorf("%+v", one)
		}
	}
	if len(all) != 10 || doctor.Worst(all) != doctor.Good {
		t.Errorf("%d diagnoses, the worst is %s", len(all), doctor.Worst(all))
	}
}

func TestJudge(t *testing.T) {
	t.Parallel()
	lost := errors.New("github: connection refused")
	for name, test := range map[string]struct {
		change     func(*doctor.Facts)
		diagnosis  string
		state      doctor.State
		says, mend string
	}{
		"a wrong key": {func(f *doctor.Facts) { f.Identity = github.Identity{Status: 401, Dated: true, Err: lost} },
			"app", doctor.Bad, "refuses the credentials of the App (401)", "private key"},
		"a key that GitHub cannot decode a token of": {func(f *doctor.Facts) {
			f.AppID, f.Key.Fingerprint = 7, "SHA256:abc"
			f.Identity = github.Identity{Status: 401, Dated: true, Err: errors.New("GitHub refused the App's token: GET /app: A JSON web token could not be decoded")}
		}, "app", doctor.Bad, "App 7 and does not take its signature (401)", "fingerprint"},
		"a refusal by a clock that is wrong": {func(f *doctor.Facts) {
			f.Identity = github.Identity{Status: 401, Dated: true, Skew: 4 * time.Minute, Err: lost}
		}, "app", doctor.Unknown, "while this machine's clock is wrong", "clock first"},
		"the key of another App": {func(f *doctor.Facts) {
			f.AppID = 8
			f.Identity = github.Identity{Status: 200, App: github.App{ID: 7, Slug: "other"}, Err: lost}
		}, "app", doctor.Bad, "that of App 7 (other), and golive was given App 8", "GOLIVE_APP_ID to 7"},
		"a page that wants a sign-in": {func(f *doctor.Facts) {
			f.APIURL = "https://ghe.acme.dev"
			f.Identity = github.Identity{Status: 200, Err: lost}
		}, "app", doctor.Bad, "What answers at https://ghe.acme.dev is not GitHub's API", "/api/v3"},
		"GitHub that does not answer in time": {func(f *doctor.Facts) {
			f.Identity = github.Identity{Err: context.DeadlineExceeded}
		}, "app", doctor.Bad, "no answer in time", "HTTPS_PROXY"},
		"a proxy that opens TLS": {func(f *doctor.Facts) {
			f.Identity = github.Identity{Err: fmt.Errorf("GET: %w", x509.UnknownAuthorityError{})}
		}, "app", doctor.Bad, "whom this machine trusts", "SSL_CERT_FILE"},
		"GitHub with a bad day": {func(f *doctor.Facts) { f.Identity = github.Identity{Status: 502, Err: lost} },
			"app", doctor.Bad, "(502)", "githubstatus"},
		"a variable that golive does not read": {func(f *doctor.Facts) {
			f.UnknownVariables = []doctor.Misspelt{{Name: "GOLIVE_X"}, {"GOLIVE_LISTEM", "GOLIVE_LISTEN"}}
		}, "settings", doctor.Advice, "GOLIVE_X, GOLIVE_LISTEM (did you mean GOLIVE_LISTEN?)", "name"},
		"a public address with another server": {func(f *doctor.Facts) { f.Public = doctor.PublicFacts{Asked: true, Status: 404} },
			"public", doctor.Advice, "is not golive (404)", "reverse proxy"},
		"a public address without a server": {func(f *doctor.Facts) { f.Public = doctor.PublicFacts{Asked: true, Problem: "connection refused"} },
			"public", doctor.Advice, "Nobody answers at https://golive.acme.dev: connection refused", "golive serve"},
		"a password that differs": {func(f *doctor.Facts) {
			f.Redis = doctor.RedisFacts{Address: "redis://redis:6379", Cause: doctor.RedisPassword, Problem: "WRONGPASS"}
		}, "redis", doctor.Bad, "Redis at redis://redis:6379 does not take golive's password: WRONGPASS", "percent-encoded"},
		"a user without rights": {func(f *doctor.Facts) { f.Redis = doctor.RedisFacts{Cause: doctor.RedisRights} },
			"redis", doctor.Bad, "does not let golive's user", "ACL SETUSER"},
		"TLS on one side": {func(f *doctor.Facts) { f.Redis = doctor.RedisFacts{Cause: doctor.RedisWantsTLS} },
			"redis", doctor.Bad, "speaks TLS", "rediss://"},
		"TLS on the other side": {func(f *doctor.Facts) { f.Redis = doctor.RedisFacts{Cause: doctor.RedisWithoutTLS} },
			"redis", doctor.Bad, "does not speak TLS", "redis://"},
		"a certificate of nobody": {func(f *doctor.Facts) { f.Redis = doctor.RedisFacts{Cause: doctor.RedisCertificate} },
			"redis", doctor.Bad, "does not trust", "SSL_CERT_FILE"},
		"a Redis that is starting": {func(f *doctor.Facts) { f.Redis = doctor.RedisFacts{Cause: doctor.RedisLoading} },
			"redis", doctor.Waiting, "still reading", "moment"},
		"a replica": {func(f *doctor.Facts) { f.Redis.Replica = true },
			"redis.role", doctor.Bad, "replica", "primary"},
		"a Redis that is nearly full": {func(f *doctor.Facts) { f.Redis.Memory, f.Redis.MostMemory = 95<<20, 100<<20 },
			"redis.room", doctor.Advice, "95 %", "maxmemory"},
		"a Redis that is full": {func(f *doctor.Facts) { f.Redis.Memory, f.Redis.MostMemory = 100<<20, 100<<20 },
			"redis.room", doctor.Bad, "100 %", "maxmemory"},
		"an append-only file that could not be written": {func(f *doctor.Facts) { f.Redis.AppendWrite = "err" },
			"redis.persistence", doctor.Bad, "could not write", "disk"},
		"an App that is none": {func(f *doctor.Facts) { f.Identity = github.Identity{Status: 404, Err: lost} },
			"app", doctor.Bad, "no such App", "GOLIVE_GITHUB_URL"},
		"no way to GitHub": {func(f *doctor.Facts) { f.Identity = github.Identity{Err: lost} },
			"app", doctor.Bad, "cannot be reached", "proxy"},
		"GitHub is ill": {func(f *doctor.Facts) { f.Identity = github.Identity{Status: 502, Err: lost} },
			"app", doctor.Bad, "does not say who", "githubstatus"},
		"a clock that is ahead": {func(f *doctor.Facts) { f.Identity.Skew = 4 * time.Minute },
			"clock", doctor.Bad, "4 m ahead", "NTP"},
		"a clock that is behind": {func(f *doctor.Facts) { f.Identity.Skew = -4 * time.Minute },
			"clock", doctor.Bad, "4 m behind", "NTP"},
		"a second is no skew": {func(f *doctor.Facts) { f.Identity.Skew = time.Second },
			"clock", doctor.Good, "agrees", ""},
		"a clock that nobody could compare": {func(f *doctor.Facts) { f.Identity = github.Identity{Err: lost} },
			"clock", doctor.Unknown, "could not be compared", ""},
		"a permission that everything needs": {func(f *doctor.Facts) { delete(f.Identity.App.Permissions, "checks") },
			"app.permissions", doctor.Bad, "checks: write", "Permissions & events"},
		"a permission too low": {func(f *doctor.Facts) { f.Identity.App.Permissions["issues"] = "read" },
			"app.permissions", doctor.Bad, "issues: write, has read", ""},
		"a permission that some items need": {func(f *doctor.Facts) { delete(f.Identity.App.Permissions, "members") },
			"app.permissions", doctor.Advice, "members: read", ""},
		"an event that is not subscribed to": {func(f *doctor.Facts) { f.Identity.App.Events = f.Identity.App.Events[1:] },
			"app.events", doctor.Bad, "pull_request", "Tick it"},
		"a webhook that leads elsewhere": {func(f *doctor.Facts) { f.Hook.URL = "https://smee.io/abc" },
			"webhook", doctor.Bad, "not this golive", "https://golive.acme.dev/webhook"},
		"the same address in other words": {func(f *doctor.Facts) { f.Hook.URL = "https://GoLive.acme.dev:443/webhook/" },
			"webhook", doctor.Good, "", ""},
		"no webhook address": {func(f *doctor.Facts) { f.Hook.URL = "" },
			"webhook", doctor.Bad, "no webhook address", "settings page to"},
		"a webhook that sends forms": {func(f *doctor.Facts) { f.Hook.ContentType = "form" },
			"webhook", doctor.Bad, "reads json", "application/json"},
		"a certificate that is not verified": {func(f *doctor.Facts) { f.Hook.InsecureSSL = true },
			"webhook", doctor.Advice, "does not verify", "Enable SSL"},
		"a public address that is not set": {func(f *doctor.Facts) { f.PublicURL = "" },
			"webhook", doctor.Advice, "not known", "GOLIVE_PUBLIC_URL"},
		"a webhook that GitHub does not tell": {func(f *doctor.Facts) { f.HookErr = lost },
			"webhook", doctor.Unknown, "does not say", ""},
		"a try-out on this machine": {func(f *doctor.Facts) { f.NoWebhook = true },
			"webhook", doctor.Advice, "cannot reach golive", "GOLIVE_PUBLIC_URL"},
		"a secret that differs": {func(f *doctor.Facts) { f.Deliveries[0].StatusCode = 401 },
			"webhook.deliveries", doctor.Bad, "signature was wrong (401)", "GOLIVE_WEBHOOK_SECRETS"},
		"GitHub does not get through": {func(f *doctor.Facts) {
			f.Deliveries[0].StatusCode, f.Deliveries[0].Status = 502, "failed to connect to host"
		},
			"webhook.deliveries", doctor.Bad, "does not reach golive: failed to connect to host (502)", "firewall"},
		"GitHub got no answer in time": {func(f *doctor.Facts) { f.Deliveries[0].StatusCode, f.Deliveries[0].Status = 504, "timed out" },
			"webhook.deliveries", doctor.Bad, "timed out (504)", "firewall"},
		"somebody else answers": {func(f *doctor.Facts) { f.Deliveries[0].StatusCode = 404 },
			"webhook.deliveries", doctor.Bad, "answered with 404", "reverse proxy"},
		"golive was not ready": {func(f *doctor.Facts) { f.Deliveries[0].StatusCode = 503 },
			"webhook.deliveries", doctor.Waiting, "(503)", "by itself"},
		"nothing was delivered": {func(f *doctor.Facts) { f.Deliveries = nil },
			"webhook.deliveries", doctor.Waiting, "nothing yet", ""},
		"a delivery that was taken at its second attempt": {func(f *doctor.Facts) {
			f.Deliveries = append(f.Deliveries, github.Attempt{ID: 0, GUID: "a", Event: "ping", StatusCode: 503})
		}, "webhook.deliveries", doctor.Good, "reaches golive", ""},
		"an earlier delivery that failed": {func(f *doctor.Facts) {
			f.Deliveries = append(f.Deliveries, github.Attempt{ID: 0, GUID: "b", Event: "push", StatusCode: 502})
		}, "webhook.deliveries", doctor.Advice, "2 deliveries 1 failed", "by itself"},
		"an App that is installed nowhere": {func(f *doctor.Facts) { f.Installations = nil },
			"installations", doctor.Waiting, "nowhere", "Install it"},
		"installations that GitHub does not tell": {func(f *doctor.Facts) { f.InstalledErr = lost },
			"installations", doctor.Unknown, "does not say", ""},
		"a suspended installation": {func(f *doctor.Facts) { f.Installations[0].Suspended = true },
			"installation.acme", doctor.Bad, "suspended", "unsuspends"},
		"permissions that were not accepted": {func(f *doctor.Facts) { delete(f.Installations[0].Permissions, "checks") },
			"installation.acme.permissions", doctor.Bad, "has not granted: checks: write", "accepts the request"},
		"an installation without repositories": {func(f *doctor.Facts) { f.Installations[0].Repositories = 0 },
			"installation.acme.repositories", doctor.Waiting, "covers no repository", "Choose"},
		"a Redis that is away": {func(f *doctor.Facts) { f.Redis = doctor.RedisFacts{Problem: "connection refused"} },
			"redis", doctor.Bad, "cannot be reached: connection refused", "GOLIVE_REDIS_URL"},
		"the embedded one": {func(f *doctor.Facts) { f.Redis = doctor.RedisFacts{Embedded: true, Reachable: true} },
			"redis", doctor.Advice, "inside golive's process", "GOLIVE_REDIS_URL"},
		"an old Redis": {func(f *doctor.Facts) { f.Redis.Version = "5.0.14" },
			"redis.version", doctor.Bad, "5.0.14", "6.2"},
		"a Redis that evicts": {func(f *doctor.Facts) { f.Redis.Policy = "allkeys-lru" },
			"redis.memory", doctor.Bad, "allkeys-lru", "noeviction"},
		"a Redis that says nothing of itself": {func(f *doctor.Facts) { f.Redis = doctor.RedisFacts{Reachable: true} },
			"redis.memory", doctor.Advice, "does not say", "noeviction"},
		"a Redis that forgets": {func(f *doctor.Facts) { f.Redis.AppendOnly = "0" },
			"redis.persistence", doctor.Advice, "append-only", "appendonly"},
		"a Redis whose disk is full": {func(f *doctor.Facts) { f.Redis.AppendOnly, f.Redis.Snapshot = "0", "err" },
			"redis.persistence", doctor.Bad, "snapshot failed", "disk"},
	} {
		facts := sound()
		test.change(&facts)
		found := false
		for _, one := range doctor.Judge(facts) {
			if one.Name != test.diagnosis {
				continue
			}
			found = true
			if one.State != test.state || !strings.Contains(one.What, test.says) || !strings.Contains(one.HowToMend, test.mend) {
				t.Errorf("%s: %+v", name, one)
			}
			if one.State == doctor.Bad && (one.HowToMend == "" || one.Why == "" && one.Name != "app.permissions" && one.Name != "app.events" && !strings.HasPrefix(one.Name, "installation")) {
				t.Errorf("%s: neither why nor how to mend: %+v", name, one)
			}
		}
		if !found {
			t.Errorf("%s: nothing is said of %s", name, test.diagnosis)
		}
	}
}

// With a key that GitHub does not take, nothing else is guessed at.
func TestOneCauseIsNotSaidTenTimes(t *testing.T) {
	t.Parallel()
	facts := sound()
	facts.Identity = github.Identity{Status: 401, Err: errors.New("refused")}
	for _, one := range doctor.Judge(facts) {
		if one.Name != "app" && one.Name != "clock" && !strings.HasPrefix(one.Name, "redis") {
			t.Errorf("%+v", one)
		}
	}
}

func TestWorst(t *testing.T) {
	t.Parallel()
	of := func(states ...doctor.State) doctor.State {
		var all []doctor.Diagnosis
		for _, state := range states {
			all = append(all, doctor.Diagnosis{State: state})
		}
		return doctor.Worst(all)
	}
	if of() != doctor.Good || of(doctor.Good, doctor.Advice) != doctor.Advice || of(doctor.Waiting, doctor.Advice) != doctor.Waiting || of(doctor.Unknown, doctor.Bad, doctor.Good) != doctor.Bad {
		t.Error("the order of states")
	}
}
