package server_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/simulator"
	"github.com/golive-app/golive/app/simulator/contract"
	"github.com/golive-app/golive/checks"
)

// What GitHub's environments are given, what runs there and what was rolled back
// decide three items, and what the checklist told people to do mends them.
func TestEnvironmentsDecideTheirItems(t *testing.T) {
	t.Parallel()
	w := newWorld(t, inMemory)
	before := w.main()
	for _, environment := range []string{"staging", "production"} {
		w.do(w.github.SetSecret(shop, environment, "DATABASE_URL"))
	}
	w.do(w.github.SetSecret(shop, "staging", "STRIPE_WEBHOOK_SECRET"))
	deploy := func(ref, environment string) {
		id := must(w.github.CreateDeployment(shop, ref, environment, "kim"))(t)
		w.do(w.github.SetDeploymentStatus(shop, id, "success", "https://"+environment+".shop.example", "kim"))
	}
	deploy(before, "staging")
	deploy(before, "production")
	_, _, err := w.github.CreateTag(shop, "v1.3.0", before, "", "kim")
	w.do(err)
	must(w.github.CreateRelease(shop, "kim", simulator.NewRelease{Tag: "v1.3.0", Name: "1.3.0", Assets: map[string]int64{"shop.tgz": 900}}))(t)
	files := maps.Clone(sound)
	files["Dockerfile"] = "FROM node\nEXPOSE 80\n"
	files["src/hook.js"] = "if (!process.env.DATABASE_URL) throw new Error('DATABASE_URL');\nif (!process.env.STRIPE_WEBHOOK_SECRET) throw new Error('STRIPE_WEBHOOK_SECRET');\n"
	pull := w.openRelease(files)
	w.verdict(pull.HeadSHA)
	w.becomes(pull.HeadSHA, "delivery.env-config", checks.Fail)
	w.becomes(pull.HeadSHA, "delivery.rollback", checks.Unknown)
	w.since(pull.Number, "Write ROLLBACK.md")
	w.do(w.github.SetSecret(shop, "production", "STRIPE_WEBHOOK_SECRET"))
	deploy(pull.HeadSHA, "staging")
	w.command(pull.Number, "dana", "/golive rerun all", done)
	w.becomes(pull.HeadSHA, "delivery.env-config", checks.Pass)
	w.becomes(pull.HeadSHA, "delivery.staging", checks.NeedsSignOff)
	if !slices.ContainsFunc(w.github.Requests(), func(one simulator.Request) bool { return strings.HasSuffix(one.Path, "/releases/tags/v1.3.0") }) {
		t.Error("nobody looked for what is left of the version before")
	}
	if directory := os.Getenv("GOLIVE_OPENAPI"); directory != "" {
		w.conform(must(contract.Load(filepath.Join(directory, "generated", "api.github.com.json")))(t))
	}
}
