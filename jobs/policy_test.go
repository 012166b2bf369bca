package jobs

import (
	"testing"
	"time"

	"github.com/golive-app/golive/config"
)

// newPolicies remember nothing of what is not there.
func newPolicies(t *testing.T) policies {
	t.Helper()
	_, client := newRedis(t)
	return asked{NewStore(client, time.Hour, testNow)}
}

func TestABrokenPolicyLeavesTheLastGoodOneOfItsRefInForce(t *testing.T) {
	t.Parallel()
	forge, kept := newFakeForge(), newPolicies(t)
	read := func(ref, file string) governing {
		t.Helper()
		delete(forge.files, ref+":"+config.PolicyFile)
		if file != "" {
			forge.files[ref+":"+config.PolicyFile] = file
		}
		held, err := governingPolicy(t.Context(), forge, kept, ref)
		if err != nil {
			t.Fatal(err)
		}
		return held
	}
	good := read("main", "version: 1\nmode: enforce\n")
	broken := read("main", "version: 1\nmodus: enforce\n")
	if broken.policy.Mode != config.ModeEnforce || broken.source.Hash != good.source.Hash || broken.problem == "" ||
		broken.source.Source != "acme/shop:.golive.yml (the last that could be used)" {
		t.Errorf("broken after good: %+v, problem %q", broken.source, broken.problem)
	}
	if other := read("develop", "version: 1\nmodus: enforce\n"); other.source.Source != "built-in defaults" || other.problem == "" {
		t.Errorf("a branch took over the policy of another one: %+v", other.source)
	}
	if mended := read("main", "version: 1\nmode: observe\n"); mended.policy.Mode != config.ModeObserve || mended.problem != "" {
		t.Errorf("mended: %+v, problem %q", mended.source, mended.problem)
	}
	read("main", "")
	if again := read("main", "version: 1\nmodus: enforce\n"); again.source.Source != "built-in defaults" {
		t.Errorf("a deleted policy came back: %+v", again.source)
	}
}
