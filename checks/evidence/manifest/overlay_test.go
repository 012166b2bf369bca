package manifest_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/manifest"
)

const (
	web = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 1
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
        - name: web
          image: acme/web:1
          livenessProbe:
            httpGet:
              path: /health
              port: 80
`
	patch = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  template:
    spec:
      containers:
        - name: web
          readinessProbe:
            httpGet: {path: /ready, port: 80}
        - name: proxy
          image: acme/proxy:1
`
)

// based are the files of a base, with more beside them.
func based(more map[string]string) map[string]string {
	all := map[string]string{"k8s/base/kustomization.yaml": "resources: [web.yaml]\n", "k8s/base/web.yaml": web}
	maps.Copy(all, more)
	return all
}

// What an overlay makes stands where it comes from: in the base, in a patch over it, or
// in the kustomization.
func TestAnOverlayIsReadWhereItsPartsStand(t *testing.T) {
	t.Parallel()
	found := declared(t, based(map[string]string{
		"k8s/overlays/production/kustomization.yaml": "namePrefix: shop-\nresources: [../../base]\npatches:\n  - path: web.yaml\n",
		"k8s/overlays/production/web.yaml":           patch,
	}))
	if len(found.Kubernetes) != 1 || len(found.Kubernetes[0].Workloads) != 1 || len(found.Unread)+len(found.Invalid) > 0 {
		t.Fatalf("%+v", found)
	}
	w := found.Kubernetes[0].Workloads[0]
	if w.Name != "shop-web" || w.Path != "k8s/base/web.yaml" || w.Line != 2 || w.Replicas != 3 || len(w.Containers) != 2 {
		t.Errorf("%+v", w)
	}
	got := map[string]string{"replicas": fmt.Sprint(w.ReplicasAt)}
	for _, c := range w.Containers {
		got[c.Name] = fmt.Sprint(c.Place)
		if c.Readiness != nil {
			got["readiness"], got["liveness"] = fmt.Sprint(c.Readiness.Place), fmt.Sprint(c.Liveness.Place)
		}
	}
	for name, want := range map[string]string{
		"replicas": "{k8s/overlays/production/web.yaml 6}", "web": "{k8s/base/web.yaml 12}", "proxy": "{k8s/overlays/production/web.yaml 13}",
		"readiness": "{k8s/overlays/production/web.yaml 11}", "liveness": "{k8s/base/web.yaml 14}",
	} {
		if got[name] != want {
			t.Errorf("%s is at %s, want %s", name, got[name], want)
		}
	}
}

func TestReplicasStandWhereTheyAreSet(t *testing.T) {
	t.Parallel()
	for want, text := range map[string]string{
		"{k8s/prod/kustomization.yaml 4}": "resources: [../base]\nreplicas:\n  - name: web\n    count: 7\n",
		"{k8s/prod/kustomization.yaml 5}": "resources: [../base]\npatches:\n  - target: {kind: Deployment}\n    patch: |-\n      - {op: replace, path: /spec/replicas, value: 7}\n",
		"{k8s/prod/kustomization.yaml 8}": "resources: [../base]\npatchesStrategicMerge:\n  - |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {name: web}\n    spec:\n      replicas: 7\n",
		"{k8s/prod/more.json 1}":          "resources: [../base]\npatchesJson6902:\n  - target: {group: apps, version: v1, kind: Deployment, name: web}\n    path: more.json\n",
	} {
		found := declared(t, based(map[string]string{"k8s/prod/kustomization.yaml": text, "k8s/prod/more.json": `[{"op": "replace", "path": "/spec/replicas", "value": 7}]`}))
		if len(found.Kubernetes) != 1 || fmt.Sprint(found.Kubernetes[0].Workloads[0].ReplicasAt) != want {
			t.Errorf("%s:\n%+v", want, found)
		}
	}
}

func TestWhichOverlaysAreBuilt(t *testing.T) {
	t.Parallel()
	over := func(count int) string {
		return fmt.Sprintf("resources: [../../base]\nreplicas: [{name: web, count: %d}]\n", count)
	}
	for name, test := range map[string]struct {
		files     map[string]string
		replicas  string // of what is looked at
		elsewhere string
		unread    string
		partial   bool
	}{
		"production's":                      {based(map[string]string{"k8s/overlays/dev/kustomization.yaml": over(1), "k8s/overlays/staging/kustomization.yaml": over(2), "k8s/overlays/production/kustomization.yaml": over(3)}), "3", "k8s/overlays/dev/kustomization.yaml k8s/overlays/staging/kustomization.yaml", "", false},
		"each that no word speaks of":       {based(map[string]string{"k8s/overlays/eu/kustomization.yaml": over(4), "k8s/overlays/us/kustomization.yaml": over(5)}), "4 5", "", "", false},
		"staging's where there is no other": {based(map[string]string{"k8s/overlays/dev/kustomization.yaml": over(1), "k8s/overlays/staging/kustomization.yaml": over(2)}), "2", "k8s/overlays/dev/kustomization.yaml", "", false},
		"a base that developers lay over":   {based(map[string]string{"k8s/overlays/dev/kustomization.yaml": over(9)}), "1", "k8s/overlays/dev/kustomization.yaml", "a base for overlays", true},
		"a base and nothing else":           {based(nil), "1", "", "", false},
		"one without a base":                {map[string]string{"k8s/kustomization.yaml": "resources: [web.yaml]\n", "k8s/web.yaml": web}, "1", "", "", false},
		"one that names the overlays":       {based(map[string]string{"k8s/overlays/eu/kustomization.yaml": over(4), "kustomization.yaml": "resources: [k8s/overlays/eu]\n"}), "4", "", "", false},
		"one that cannot be built":          {based(map[string]string{"k8s/overlays/production/kustomization.yaml": "resources: [../../base]\npatches: [{path: none.yaml}]\n"}), "", "", "cannot be built", false},
		"a component alone":                 {map[string]string{"k8s/component/kustomization.yaml": "kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\nreplicas: [{name: web, count: 2}]\n"}, "", "", "", false},
		"what Flux is told":                 {map[string]string{"clusters/kustomization.yaml": "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: a}\nspec: {path: ./k8s}\n", "k8s/web.yaml": web}, "1", "", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := declared(t, test.files)
			var replicas, unread []string
			partial := false
			for _, set := range found.Kubernetes {
				partial = partial || set.Partial
				for _, w := range set.Workloads {
					replicas = append(replicas, fmt.Sprint(w.Replicas))
				}
			}
			for _, one := range found.Unread {
				unread = append(unread, one.Reason)
			}
			if got := strings.Join(replicas, " "); got != test.replicas || partial != test.partial || strings.Join(found.Elsewhere, " ") != test.elsewhere {
				t.Errorf("replicas %s, partial %v, elsewhere %q\n%+v", got, partial, found.Elsewhere, found)
			}
			if got := strings.Join(unread, "; "); !strings.Contains(got, test.unread) || test.unread == "" && got != "" {
				t.Errorf("unread %q", got)
			}
		})
	}
}

// A file of an overlay is no manifest of its own, and is not read as one where nothing
// builds overlays.
func TestAnOverlayThatNothingBuildsIsTold(t *testing.T) {
	t.Parallel()
	found, err := manifest.NewReader(nil).Declared(t.Context(), checkstest.Tree(based(nil)))
	if err != nil || len(found.Kubernetes) != 0 || len(found.Unread) != 1 || !strings.Contains(found.Unread[0].Reason, "was not built") {
		t.Errorf("%+v, %v", found, err)
	}
}
