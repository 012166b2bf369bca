package manifest

import (
	"testing"

	"github.com/golive-app/golive/checks/evidence/manifest/node"
)

// FuzzOverlayOrigin looks for the parts of any document in any kustomization: lines are
// those of the files, whatever they hold.
func FuzzOverlayOrigin(f *testing.F) {
	for _, seed := range [][2]string{
		{"patches: [{patch: '[{op: add, path: /spec/a/-, value: {name: b}}]'}]\nreplicas: [{name: a, count: 1}]\n", "kind: A\nmetadata: {name: a}\nspec: {a: [{name: b}, c], replicas: 1}\n"},
		{"patchesStrategicMerge:\n- |-\n  kind: A\n  metadata: {name: '('}\n- b.yaml\nconfigMapGenerator: [{name: a}]\n", "kind: List\nitems: [&a {kind: A, x: *a}]\n"},
		{"resources: &a [*a, {b: *a}]\n", "a: &a [x, *a]\n"}, {"patches: a\nreplicas: {}\n", "- 1\n"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, kustomize, object string) {
		files := map[string][]byte{"k/kustomization.yaml": []byte(kustomize), "k/b.yaml": []byte(object)}
		roots := node.Documents(files["k/kustomization.yaml"])
		if len(roots) == 0 {
			return
		}
		one := &kustomization{folder: "k", file: "k/kustomization.yaml", root: roots[0]}
		all := kustomizations{"k": one}
		one.refer(all, map[string]bool{"k/b.yaml": true})
		all.choose()
		origin := originOf(all, []string{"k/b.yaml", "k/kustomization.yaml"}, files)
		for _, root := range node.Documents([]byte(object)) {
			for at, file := range origin.of("k/b.yaml", root) {
				if at.Line < 0 || files[file] == nil {
					t.Errorf("%s:%d", file, at.Line)
				}
			}
		}
	})
}
