package render_test

import (
	"os"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/evidence/manifest/render"
)

const (
	deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  replicas: 1\n  template:\n    spec:\n      containers:\n        - name: web\n          image: acme/web:1\n"
	base       = "resources: [web.yaml]\n"
)

func TestAnOverlayIsBuilt(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		files   map[string]string // beside base/ with a Deployment
		texts   []string          // that stand in what comes of prod/
		paths   string            // where the objects come from
		note    string
		lacking string
		err     string
	}{
		"a patch over a base": {map[string]string{"prod/kustomization.yaml": "resources: [../base]\npatches: [{path: more.yaml}]\n", "prod/more.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 3}\n"},
			[]string{"replicas: 3", "image: acme/web:1"}, "base/web.yaml", "", "", ""},
		"replicas, images and a prefix": {map[string]string{"prod/kustomization.yaml": "resources: [../base]\nnamePrefix: eu-\nreplicas: [{name: web, count: 4}]\nimages: [{name: acme/web, newTag: '2'}]\n"},
			[]string{"replicas: 4", "image: acme/web:2", "name: eu-web"}, "base/web.yaml", "", "", ""},
		"a patch by JSON": {map[string]string{"prod/kustomization.yaml": "resources: [../base]\npatches:\n- target: {kind: Deployment}\n  patch: |-\n    - {op: replace, path: /spec/replicas, value: 5}\n"},
			[]string{"replicas: 5"}, "base/web.yaml", "", "", ""},
		"a component": {map[string]string{"prod/kustomization.yaml": "resources: [../base]\ncomponents: [../component]\n", "component/kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nreplicas: [{name: web, count: 6}]\n"},
			[]string{"replicas: 6"}, "base/web.yaml", "", "", ""},
		"a generated ConfigMap":                    {map[string]string{"prod/kustomization.yaml": "configMapGenerator: [{name: settings, literals: [A=b]}]\n"}, []string{"name: settings-", "A: b"}, "prod/kustomization.yaml", "", "", ""},
		"what stands above the folder":             {map[string]string{"prod/kustomization.yaml": "resources: [../base/web.yaml]\n"}, []string{"replicas: 1"}, "base/web.yaml", "", "", ""},
		"a file of secrets that is kept elsewhere": {map[string]string{"prod/kustomization.yaml": "resources: [../base]\nsecretGenerator: [{name: s, envs: [.env.secret]}]\n"}, []string{"name: s-"}, "base/web.yaml", "s is made of .env.secret", "", ""},
		"a manifest that is kept elsewhere":        {map[string]string{"prod/kustomization.yaml": "resources: [../base, secret.yaml]\n"}, []string{"replicas: 1"}, "base/web.yaml", "it takes secret.yaml", "", ""},
		"manifests of another place":               {map[string]string{"prod/kustomization.yaml": "resources: [../base, 'https://example.com/x/crds.yaml']\n"}, []string{"replicas: 1"}, "base/web.yaml", "it takes https://example.com/x/crds.yaml", "", ""},
		"a base of another place":                  {map[string]string{"prod/kustomization.yaml": "resources: [../base, 'github.com/acme/base//deploy?ref=v1']\n"}, []string{"replicas: 1"}, "base/web.yaml", "", "github.com/acme/base//deploy?ref=v1", ""},
		"charts":                                   {map[string]string{"prod/kustomization.yaml": "resources: [../base]\nhelmCharts: [{name: a, repo: 'https://x'}]\n"}, []string{"replicas: 1"}, "base/web.yaml", "", "charts of Helm", ""},
		"a plugin that is a program":               {map[string]string{"prod/kustomization.yaml": "resources: [../base]\ntransformers:\n- |-\n  apiVersion: x/v1\n  kind: Y\n  metadata:\n    name: z\n    annotations:\n      config.kubernetes.io/function: |\n        exec: {path: /bin/true}\n"}, nil, "", "", "", "plugin"},
		"a patch of nothing":                       {map[string]string{"prod/kustomization.yaml": "resources: [../base]\npatchesStrategicMerge:\n- |-\n  apiVersion: v1\n  kind: Service\n  metadata: {name: none}\n"}, nil, "", "", "", "no matches"},
		"itself":                                   {map[string]string{"prod/kustomization.yaml": "resources: [../prod]\n"}, nil, "", "", "", "cycle"},
		"no YAML":                                  {map[string]string{"prod/kustomization.yaml": "a: ["}, nil, "", "", "", "invalid Kustomization"},
		"nothing":                                  {map[string]string{}, nil, "", "", "", "exist"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := files(test.files)
			all["base/kustomization.yaml"], all["base/web.yaml"] = []byte(base), []byte(deployment)
			answer, err := render.NewRenderer([]string{os.Args[0], render.Command}).Render(t.Context(), render.Request{Kind: render.Kustomize, Folder: "prod", Files: all})
			if err != nil {
				t.Fatal(err)
			}
			if test.err != "" {
				if !strings.Contains(answer.Error, test.err) {
					t.Errorf("error %q", answer.Error)
				}
				return
			}
			whole, from := "", map[string]bool{}
			for _, one := range answer.Files {
				whole += one.Text
				from[one.Path] = true
			}
			for _, text := range test.texts {
				if !strings.Contains(whole, text) {
					t.Errorf("no %q in\n%s%+v", text, whole, answer)
				}
			}
			if !from[test.paths] || strings.Contains(whole, "config.kubernetes.io") || answer.Error != "" {
				t.Errorf("%+v", answer)
			}
			if got := strings.Join(answer.Notes, "; "); !strings.Contains(got, test.note) || test.note == "" && got != "" {
				t.Errorf("notes %q", got)
			}
			if got := strings.Join(answer.Lacking, "; "); !strings.Contains(got, test.lacking) || test.lacking == "" && got != "" {
				t.Errorf("lacking %q", got)
			}
		})
	}
}
