package main

import (
	"encoding/json"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/golive-app/golive"

// listedPackage is what `go list` says of a package.
type listedPackage struct {
	ImportPath   string
	Imports      []string
	TestImports  []string
	XTestImports []string
}

func listPackages(t *testing.T) []listedPackage {
	t.Helper()
	output, err := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports,TestImports,XTestImports", module+"/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var packages []listedPackage
	for decoder := json.NewDecoder(strings.NewReader(string(output))); decoder.More(); {
		var one listedPackage
		if err := decoder.Decode(&one); err != nil {
			t.Fatal(err)
		}
		packages = append(packages, one)
	}
	if len(packages) < 10 {
		t.Fatalf("only %d packages found", len(packages))
	}
	return packages
}

// room returns the top-level room of a package, and within checks its layer.
func room(importPath string) string {
	path := strings.TrimPrefix(strings.TrimPrefix(importPath, module), "/")
	top, rest, _ := strings.Cut(path, "/")
	if top != "checks" {
		return top
	}
	layer, _, _ := strings.Cut(rest, "/")
	switch layer {
	case "":
		return "checks"
	case "evidence", "catalogue", "checkstest", "wording":
		return "checks/" + layer
	default:
		return "checks/section"
	}
}

// The tables of go-enry are used without its package around them, which makes a
// table of sixteen megabytes whenever a process starts.
func TestNobodyTakesAllOfLinguist(t *testing.T) {
	t.Parallel()
	for _, one := range listPackages(t) {
		for _, imported := range slices.Concat(one.Imports, one.TestImports, one.XTestImports) {
			if imported == "github.com/go-enry/go-enry/v2" {
				t.Errorf("%s imports %s: its tables stand in its package data", one.ImportPath, imported)
			}
		}
	}
}

// Imports run one way: cmd → app → jobs → checks → config, and inside checks
// catalogue → sections → evidence → the model.
func TestImportsRunOneWay(t *testing.T) {
	t.Parallel()
	model := []string{"checks", "checks/wording", "config"}
	evidence := append(slices.Clone(model), "checks/evidence")
	section := append(slices.Clone(evidence), "checks/section")
	checks := append(slices.Clone(section), "checks/catalogue")
	jobs := append(slices.Clone(checks), "jobs")
	app := append(slices.Clone(jobs), "app")
	allowed := map[string][]string{
		"config": {"config"}, "checks/wording": {}, "checks": model, "checks/evidence": evidence, "checks/section": section,
		"checks/catalogue": checks, "checks/checkstest": model, "jobs": jobs, "app": app, "cmd": append(slices.Clone(app), "cmd"),
	}
	for _, one := range listPackages(t) {
		from := room(one.ImportPath)
		for _, imported := range one.Imports {
			if !strings.HasPrefix(imported, module) {
				continue
			}
			if !slices.Contains(allowed[from], room(imported)) {
				t.Errorf("%s must not import %s", strings.TrimPrefix(one.ImportPath, module+"/"), strings.TrimPrefix(imported, module+"/"))
			}
		}
	}
}

// What a foreign library is for is said once: whoever needs it asks the room
// that holds it.
func TestLibrariesStayInTheirRooms(t *testing.T) {
	t.Parallel()
	for _, rule := range []struct {
		library string
		rooms   []string
	}{
		{"github.com/google/go-github", []string{"/app/"}},
		{"github.com/bradleyfalzon/ghinstallation", []string{"/app/github"}},
		{"github.com/gin-gonic/gin", []string{"/app/web", "/app/webhook"}},
		{"github.com/hibiken/asynq", []string{"/jobs"}},
		{"github.com/redis/go-redis", []string{"/jobs", "/app/server"}},
		{"github.com/alicebob/miniredis", []string{"/jobs"}},
		{"github.com/HdrHistogram/", []string{"/checks/evidence/load"}},
		{"github.com/tree-sitter/", []string{"/checks/evidence/source"}},
		{"github.com/zricethezav/gitleaks", []string{"/checks/evidence/secret"}},
		{"github.com/spf13/cobra", []string{"/cmd/"}},
	} {
		for _, one := range listPackages(t) {
			if slices.ContainsFunc(rule.rooms, func(room string) bool { return strings.HasPrefix(one.ImportPath, module+room) }) {
				continue
			}
			for _, imported := range one.Imports {
				if strings.HasPrefix(imported, rule.library) {
					t.Errorf("%s imports %s, which belongs to %v", one.ImportPath, imported, rule.rooms)
				}
			}
		}
	}
}
