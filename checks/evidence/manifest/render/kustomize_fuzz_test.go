package render

import "testing"

// FuzzOverlay builds whatever a kustomization says, over a file that says the same.
func FuzzOverlay(f *testing.F) {
	for _, seed := range []string{
		"resources: [a.yaml]\nnamePrefix: x-\n", "resources: ['https://x/y.yaml', 'github.com/a/b//c?ref=d', ../../../etc]\nhelmCharts: [{name: a}]\n",
		"secretGenerator: [{name: a, envs: [.env], files: [x=y], literals: [a=b]}]\nbuildMetadata: [originAnnotations]\n", "patches: [{patch: '- {op: remove, path: /a}', target: {kind: '.*'}}]\n",
		"components: [.]\nresources: [.]\n", "resources: &a [*a]\n", "openapi: {path: a.yaml}\nvars: [{name: a, objref: {kind: b}}]\nreplacements: [{source: {kind: a}, targets: [{}]}]\n",
		"apiVersion: v1\nkind: Service\nmetadata: {name: a, annotations: {config.kubernetes.io/origin: 'x: ['}}\n", "a: [", "\x00",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) {
		said := answer(Request{Kind: Kustomize, Folder: "prod", Files: map[string][]byte{
			"prod/kustomization.yaml": []byte(content), "prod/a.yaml": []byte(content), "base/kustomization.yaml": []byte("resources: [../prod/a.yaml]\n"),
		}})
		for _, one := range said.Files {
			if one.Path == "" || one.Text == "" {
				t.Errorf("%+v", one)
			}
		}
	})
}
