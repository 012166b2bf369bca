package link

import (
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source/lowering"
)

// languages are those of the files in tests, by extension.
var languages = map[string]string{
	".ts": "TypeScript", ".mts": "TypeScript", ".tsx": "TSX", ".js": "JavaScript", ".cjs": "JavaScript", ".mjs": "JavaScript", ".jsx": "JavaScript",
	".py": "Python", ".go": "Go",
}

// tree makes an index of files as they are written, manifests among them.
func tree(t testing.TB, files map[string]string) *Index {
	t.Helper()
	var inputs []Input
	manifests := map[string][]byte{}
	for name, content := range files {
		if Manifest(name) {
			manifests[name] = []byte(content)
		}
		if language := languages[path.Ext(name)]; language != "" {
			inputs = append(inputs, Input{Path: name, Language: language, Facts: outline(t, language, content)})
		} else if slices.Contains([]string{".vue", ".svelte"}, path.Ext(name)) {
			inputs = append(inputs, Input{Path: name, Language: strings.TrimPrefix(path.Ext(name), ".")})
		}
	}
	return New(inputs, manifests)
}

func outline(t testing.TB, language, content string) Facts {
	t.Helper()
	file, err := lowering.Parse(language, []byte(content))
	if err != nil {
		t.Fatal(err)
	}
	return Read(file)
}

// told writes a target as "path:line Class.Name"; "-" for none.
func told(target Target, found bool) string {
	if !found {
		return "-"
	}
	text := target.Path
	if target.Line > 0 {
		text += ":" + itoa(target.Line)
	}
	if target.Name == "" {
		return text
	}
	if target.Class != "" {
		return text + " " + target.Class + "." + target.Name
	}
	return text + " " + target.Name
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + itoa(n%10)
}
