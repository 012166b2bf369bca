package jobs

import (
	"testing"
	"time"

	"github.com/golive-app/golive/config"
)

func TestAnOwnerWithoutAPolicyIsAskedForItOnceAMinute(t *testing.T) {
	t.Parallel()
	server, client := newRedis(t)
	kept := NewStore(client, time.Hour, testNow)
	shop, site := newFakeForge(), newFakeForge()
	site.description.ID, site.description.Name, site.description.Owner = 82, "site", "ACME"
	const enforce = "version: 1\nmode: enforce\n"
	for range 3 {
		governs(t, shop, kept, "", "")
		governs(t, site, kept, "", "")
	}
	if shop.askedCommon != 1 || site.askedCommon != 0 {
		t.Errorf("asked %d and %d times", shop.askedCommon, site.askedCommon)
	}
	// Each repository's own file is read all the same.
	if held := governs(t, shop, kept, enforce, ""); held.policy.Mode != config.ModeEnforce {
		t.Errorf("%+v", held.source)
	}
	server.FastForward(absentFor)
	if held := governs(t, shop, kept, "", enforce); held.source.Source != commonFile {
		t.Errorf("a minute later: %+v", held.source)
	}
	// One that is there is read at every event.
	if held := governs(t, shop, kept, "", "version: 1\nmode: observe\n"); held.policy.Mode != config.ModeObserve || shop.askedCommon != 3 {
		t.Errorf("asked %d times, %+v", shop.askedCommon, held.source)
	}
}

func TestWhoAsksToLookAgainIsJudgedByThePolicyThatIsThereNow(t *testing.T) {
	t.Parallel()
	worker, _ := newLookWorker(t, newLookForge())
	forge := newFakeForge()
	governs(t, forge, worker.Store, "", "")
	const enforce = "version: 1\nmode: enforce\n"
	if held := governs(t, forge, worker.policiesFor(Scope{Failed: true}), "", enforce); held.policy.Mode != config.ModeEnforce {
		t.Errorf("asked: %+v", held.source)
	}
	// So does everybody after that.
	if held := governs(t, forge, worker.policiesFor(Scope{}), "", enforce); held.policy.Mode != config.ModeEnforce {
		t.Errorf("the next event: %+v", held.source)
	}
}

func TestTheRepositoryThatKeepsTheOwnersPolicyAlwaysKnows(t *testing.T) {
	t.Parallel()
	_, client := newRedis(t)
	kept := NewStore(client, time.Hour, testNow)
	governs(t, newFakeForge(), kept, "", "")
	common := newFakeForge()
	common.description.Name = ".github"
	common.files["main:"+config.OrganisationPolicyFile] = "version: 1\nmode: enforce\n"
	if held, err := governingPolicy(t.Context(), common, kept, "main"); err != nil || held.policy.Mode != config.ModeEnforce {
		t.Errorf("%+v, %v", held.source, err)
	}
	if lacking, err := kept.LacksCommonPolicy(t.Context(), "acme"); err != nil || lacking {
		t.Errorf("the others still think there is none: %v", err)
	}
}
