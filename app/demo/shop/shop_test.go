package shop_test

import (
	"encoding/json"
	"maps"
	"path"
	"strings"
	"sync"
	"testing"

	"github.com/zricethezav/gitleaks/v8/detect"
	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/app/demo/shop"
)

func TestEveryStateIsAWholeRepository(t *testing.T) {
	t.Parallel()
	for name, state := range map[string]shop.State{
		"released": shop.Released, "candidate": shop.ReleaseCandidate, "fixed": shop.Fixed, "hardened": shop.Hardened,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := shop.Files(state)
			for _, wanted := range []string{
				"package.json", "CHANGELOG.md", "ROLLBACK.md", ".golive.yml", ".gitignore", ".github/workflows/ci.yml",
				"src/app.ts", "public/index.html", "k8s/deployment.yaml", shop.RoutesFile,
			} {
				if len(files[wanted]) == 0 {
					t.Errorf("no %s", wanted)
				}
			}
			for file, content := range files {
				if strings.Contains(string(content), "@@") || strings.Contains(file, "dot-") {
					t.Errorf("%s: a mark of the template is left", file)
				}
				switch path.Ext(file) {
				case ".json":
					if !json.Valid(content) {
						t.Errorf("%s is no JSON", file)
					}
				case ".yaml", ".yml":
					if decoder := yaml.NewDecoder(strings.NewReader(string(content))); decoder.Decode(new(any)) != nil {
						t.Errorf("%s is no YAML", file)
					}
				}
			}
		})
	}
}

func TestDefectsArePlantedAndMended(t *testing.T) {
	t.Parallel()
	has := func(file, part string) func(map[string][]byte) bool {
		return func(files map[string][]byte) bool { return strings.Contains(string(files[file]), part) }
	}
	cases := map[string]struct {
		defect                               func(map[string][]byte) bool
		released, candidate, fixed, hardened bool
	}{
		"console.log in the service":       {has("src/services/orders.ts", "console.log"), false, true, false, false},
		"console.log in a route":           {has("src/routes/exports.ts", "console.log"), false, true, false, false},
		"debugger in the page":             {has("public/shop.js", "debugger"), false, true, false, false},
		"a plaintext .env.production":      {has(".env.production", "DATABASE_URL=postgres://"), false, true, false, false},
		"a secret in the code":             {has("src/services/payments.ts", "sk"+"_live_"), false, true, false, false},
		"one query for each order":         {has("src/services/orders.ts", "for (const order of"), false, true, true, false},
		"an export for everyone":           {has("src/app.ts", `"/api/v1/exports", orderExports`), false, true, true, false},
		"no limit of requests":             {func(files map[string][]byte) bool { return !has("src/app.ts", "rateLimit(")(files) }, true, true, true, false},
		"a probe of a port without a name": {probesAnUnknownPort, false, true, false, false},
		"a rule that Prometheus refuses":   {has("k8s/alerts.yaml", "status=~\"5..\"}[5m])\n"), false, true, false, false},
		"a version without a changelog":    {func(files map[string][]byte) bool { return !changelogNamesVersion(files) }, false, true, false, false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for state, wanted := range []bool{c.released, c.candidate, c.fixed, c.hardened} {
				if seen := c.defect(shop.Files(shop.State(state))); seen != wanted {
					t.Errorf("state %d: got %v", state, seen)
				}
			}
		})
	}
}

func probesAnUnknownPort(files map[string][]byte) bool {
	text := string(files["k8s/deployment.yaml"])
	return strings.Contains(text, "port: http }") && !strings.Contains(text, "name: http, containerPort")
}

func changelogNamesVersion(files map[string][]byte) bool {
	var manifest struct{ Version string }
	if err := json.Unmarshal(files["package.json"], &manifest); err != nil {
		return false
	}
	return strings.Contains(string(files["CHANGELOG.md"]), "## ["+manifest.Version+"]")
}

// gitleaks is the scanner that most people know. It is made once: making it changes
// settings that all of them share.
var gitleaks = sync.OnceValues(detect.NewDetectorDefaultConfig)

func TestSecretsHaveTheShapeThatScannersKnow(t *testing.T) {
	t.Parallel()
	detector, err := gitleaks()
	if err != nil {
		t.Fatal(err)
	}
	rules := func(state shop.State) map[string]string {
		found := map[string]string{}
		for file, content := range shop.Files(state) {
			for _, finding := range detector.DetectString(string(content)) {
				found[finding.RuleID] = file
			}
		}
		return found
	}
	if found := rules(shop.Released); len(found) != 0 {
		t.Errorf("the released version has secrets: %v", found)
	}
	if found := rules(shop.ReleaseCandidate); found["stripe-access-token"] != "src/services/payments.ts" {
		t.Errorf("the planted secret is not found: %v", found)
	}
	if found := rules(shop.Fixed); len(found) != 0 {
		t.Errorf("the mended version has secrets: %v", found)
	}
}

func TestTemplatesHoldNoSecretInThemselves(t *testing.T) {
	t.Parallel()
	detector, err := gitleaks()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"shop.go", "testdata/payments/src/services/payments.ts", "testdata/payments/dot-env.production"} {
		for _, finding := range detector.DetectString(read(t, name)) {
			t.Errorf("%s: %s", name, finding.RuleID)
		}
	}
}

func TestCommitsLeadFromStateToState(t *testing.T) {
	t.Parallel()
	if commits := shop.Commits(shop.ReleaseCandidate); len(commits) < 3 {
		t.Fatalf("the release has %d commits", len(commits))
	}
	files := map[string][]byte{}
	for _, state := range []shop.State{shop.Released, shop.ReleaseCandidate, shop.Fixed, shop.Hardened} {
		for _, commit := range shop.Commits(state) {
			if commit.Message == "" || commit.Author == "" || len(commit.Files) == 0 {
				t.Errorf("a commit without message, author or files: %q by %q", commit.Message, commit.Author)
			}
			if state != shop.Released && commit.Author == shop.ReleaseManager {
				t.Errorf("%q: who reviews the release wrote some of it", commit.Message)
			}
			for _, file := range commit.Delete {
				if _, found := files[file]; !found {
					t.Errorf("%q deletes %s, which is not there", commit.Message, file)
				}
				delete(files, file)
			}
			for file, content := range commit.Files {
				if string(files[file]) == string(content) {
					t.Errorf("%q does not change %s", commit.Message, file)
				}
			}
			maps.Copy(files, commit.Files)
		}
		if !maps.EqualFunc(files, shop.Files(state), func(a, b []byte) bool { return string(a) == string(b) }) {
			t.Errorf("the commits of state %d do not lead to its files", state)
		}
	}
}

func TestFilesAreTheCallersOwn(t *testing.T) {
	t.Parallel()
	shop.Files(shop.Released)["package.json"][0] = 'x'
	if !json.Valid(shop.Files(shop.Released)["package.json"]) {
		t.Error("one caller's change reaches the next")
	}
}
