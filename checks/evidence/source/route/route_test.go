package route_test

import (
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/source/link"
	"github.com/golive-app/golive/checks/evidence/source/lowering"
	"github.com/golive-app/golive/checks/evidence/source/route"
)

var languages = map[string]string{".js": "JavaScript", ".ts": "TypeScript", ".tsx": "TSX", ".py": "Python", ".go": "Go"}

// joined reads and joins the files of a small program, by path. A file with several
// parts is written as it stands.
func joined(t testing.TB, files map[string]string) *route.Inventory {
	t.Helper()
	var inputs []link.Input
	var facts []route.File
	manifests := map[string][]byte{}
	for name, content := range files {
		language := languages[path.Ext(name)]
		if language == "" {
			manifests[name] = []byte(content)
			continue
		}
		file, err := lowering.Parse(language, []byte(content))
		if err != nil {
			t.Fatal(err)
		}
		inputs = append(inputs, link.Input{Path: name, Language: language, Facts: link.Read(file)})
		facts = append(facts, route.File{Path: name, Class: checkstest.Classify(name), Facts: route.Read(file)})
	}
	slices.SortFunc(facts, func(a, b route.File) int { return strings.Compare(a.Path, b.Path) })
	return route.Link(facts, link.New(inputs, manifests))
}

// listed writes every route of an inventory on a line: method, path, handler, and
// the guards whose kind is known.
func listed(inventory *route.Inventory) string {
	var lines []string
	for _, one := range inventory.Routes {
		line := one.Method + " " + one.Path + " " + one.Handler.Name
		for _, guard := range one.Guards {
			if guard.Kind != route.KindUnknown {
				line += " +" + guard.Name + ":" + string(guard.Kind)
			}
		}
		if one.Unmounted {
			line += " (unmounted)"
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// program is a small program and the routes that it has, one a line.
type program struct {
	files map[string]string
	want  string
}

func expect(t *testing.T, programs map[string]program) {
	t.Helper()
	for name, test := range programs {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := listed(joined(t, test.files))
			if want := strings.TrimSpace(test.want); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}
