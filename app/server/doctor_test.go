package server_test

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/golive-app/golive/app/doctor"
	"github.com/golive-app/golive/app/server"
)

// diagnose asks as `golive doctor` does: from another process than golive's.
func (w *world) diagnose(public string) map[string]doctor.Diagnosis {
	w.t.Helper()
	settings := w.settings
	settings.PublicURL = public
	sources, release, err := server.OpenDoctor(settings, "test", time.Now, slog.New(slog.DiscardHandler))
	w.do(err)
	defer func() { w.do(release()) }()
	ctx, cancel := context.WithTimeout(w.t.Context(), 30*time.Second)
	defer cancel()
	found := map[string]doctor.Diagnosis{}
	for _, one := range doctor.Judge(doctor.Gather(ctx, sources)) {
		found[one.Name] = one
	}
	return found
}

// expect compares the states of some diagnoses.
func expect(t *testing.T, what string, found map[string]doctor.Diagnosis, want map[string]doctor.State) {
	t.Helper()
	for name, state := range want {
		if found[name].State != state {
			t.Errorf("%s: %s is %+v, want %s", what, name, found[name], state)
		}
	}
}

func TestTheDoctorSeesWhatAilsAGolive(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "redis-server")
	public := "http://" + w.server.Address()
	w.github.Ping()
	w.flush()
	expect(t, "as it should be", w.diagnose(public), map[string]doctor.State{
		"app": doctor.Good, "clock": doctor.Good, "app.permissions": doctor.Good, "app.events": doctor.Good, "webhook": doctor.Good,
		"webhook.deliveries": doctor.Good, "installations": doctor.Good, "redis": doctor.Good, "redis.memory": doctor.Good, "redis.persistence": doctor.Good,
	})

	w.github.SetWebhookSecret("another one")
	w.github.Ping()
	w.flush()
	if found := w.diagnose(public); found["webhook.deliveries"].State != doctor.Bad || !strings.Contains(found["webhook.deliveries"].HowToMend, "GOLIVE_WEBHOOK_SECRETS") {
		t.Errorf("a secret that differs: %+v", found["webhook.deliveries"])
	}
	w.github.DeliverTo("http://127.0.0.1:1/webhook")
	w.github.Ping()
	w.flush()
	expect(t, "a webhook that leads nowhere", w.diagnose(public), map[string]doctor.State{"webhook": doctor.Bad, "webhook.deliveries": doctor.Bad})

	w.do(w.github.SetInstallationPermissions(w.install, "dana", map[string]string{"contents": "read"}))
	empty := w.github.CreateInstallation("empty", nil)
	away := w.github.CreateInstallation("away", nil)
	w.do(w.github.SuspendInstallation(away, "dana"))
	expect(t, "installations", w.diagnose(public), map[string]doctor.State{
		"installation.acme.permissions": doctor.Bad, "installation.empty.repositories": doctor.Waiting, "installation.away": doctor.Bad,
	})
	if empty == away {
		t.Error("one installation")
	}

	address, err := redis.ParseURL(w.settings.RedisURL)
	w.do(err)
	client := redis.NewClient(address)
	w.do(client.ConfigSet(t.Context(), "maxmemory-policy", "allkeys-lru").Err())
	w.do(client.ConfigSet(t.Context(), "appendonly", "no").Err())
	w.do(client.Close())
	expect(t, "a Redis that forgets", w.diagnose(public), map[string]doctor.State{"redis.memory": doctor.Bad, "redis.persistence": doctor.Advice})

	w.settings.RedisURL = "redis://:password-of-the-test@127.0.0.1:1/0"
	w.settings.AppID++
	found := w.diagnose(public)
	expect(t, "nothing fits", found, map[string]doctor.State{"app": doctor.Bad, "redis": doctor.Bad})
	if strings.Contains(found["redis"].What+found["redis"].Why, "password-of-the-test") || found["webhook"].Name != "" {
		t.Errorf("%+v", found)
	}
}
