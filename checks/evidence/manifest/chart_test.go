package manifest_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"maps"
	"os"
	"strings"
	"testing"

	"github.com/golive-app/golive/checks/checkstest"
	"github.com/golive-app/golive/checks/evidence/manifest"
	"github.com/golive-app/golive/checks/evidence/manifest/render"
)

// TestMain lets the test's binary be the child that renders.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == render.Command {
		if render.Serve(os.Stdin, os.Stdout) != nil {
			os.Exit(3)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func declared(t *testing.T, files map[string]string) *manifest.Declared {
	t.Helper()
	found, err := manifest.NewReader(render.NewRenderer([]string{os.Args[0], render.Command})).Declared(t.Context(), checkstest.Tree(files))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

const template = `{{- if .Values.enabled }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-web
  labels:
    {{- toYaml .Values.labels | nindent 4 }}
spec:
  {{- if not .Values.autoscaling }}
  replicas: {{ .Values.replicas }}
  {{- end }}
  template:
    spec:
      containers:
        - name: {{ .Chart.Name }}
          image: "{{ .Values.image }}:{{ .Chart.AppVersion }}"
          {{- with .Values.readiness }}
          readinessProbe:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          livenessProbe:
            httpGet:
              path: /health
              port: {{ .Values.port }}
{{- end }}
`

// What a chart makes stands at the lines of its template.
func TestAChartIsReadAtTheLinesOfItsTemplates(t *testing.T) {
	t.Parallel()
	found := declared(t, map[string]string{
		"deploy/shop/Chart.yaml":                "apiVersion: v2\nname: shop\nversion: 1.0.0\nappVersion: 1.4.0\n",
		"deploy/shop/values.yaml":               "enabled: true\nreplicas: 1\nimage: acme/shop\nport: 3000\nlabels: {app: shop, tier: web}\n",
		"deploy/shop/values-production.yaml":    "replicas: 3\nreadiness:\n  httpGet: {path: /ready, port: 3000}\n",
		"deploy/shop/values-staging.yaml":       "replicas: 2\n",
		"deploy/shop/templates/deploy.yaml":     template,
		"deploy/shop/templates/tests/test.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: t, annotations: {helm.sh/hook: test}}\nspec: {containers: [{name: a, image: b}]}\n",
	})
	if len(found.Kubernetes) != 1 || len(found.Kubernetes[0].Workloads) != 1 || len(found.Unread)+len(found.Invalid) > 0 {
		t.Fatalf("%+v", found)
	}
	w := found.Kubernetes[0].Workloads[0]
	c := w.Containers[0]
	if w.Name != "shop-web" || w.Line != 3 || w.Replicas != 3 || w.ReplicasAt.Line != 10 || c.Line != 15 || c.Liveness.Line != 21 || c.Readiness == nil || c.Readiness.Line != 18 || w.Path != "deploy/shop/templates/deploy.yaml" {
		t.Errorf("%+v\n%+v", w, c.Liveness)
	}
	if !strings.Contains(found.Kubernetes[0].Name, "values-production.yaml") {
		t.Error(found.Kubernetes[0].Name)
	}
}

// Values reach charts below charts below charts as Helm hands them down: under the name of
// each, where a condition does not switch it off, and as global ones.
func TestChartsAreRenderedThreeLevelsDeep(t *testing.T) {
	t.Parallel()
	pod := "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: {{ .Release.Name }}-{{ .Chart.Name }}}\nspec:\n  replicas: {{ .Values.replicas }}\n  template: {spec: {containers: [{name: a, image: '{{ .Values.global.registry }}/{{ .Values.image }}'}]}}\n"
	chart := func(name, more string) string { return "apiVersion: v2\nname: " + name + "\nversion: 1.0.0\n" + more }
	files := map[string]string{
		"shop/Chart.yaml":                                          chart("shop", "dependencies: [{name: one, version: 1.0.0}]\n"),
		"shop/values.yaml":                                         "global: {registry: acme}\none: {replicas: 2, two: {replicas: 3, three: {replicas: 4}, aside: {enabled: false}}}\n",
		"shop/charts/one/Chart.yaml":                               chart("one", "dependencies: [{name: two, version: 1.0.0}]\n"),
		"shop/charts/one/values.yaml":                              "replicas: 1\nimage: one\n",
		"shop/charts/one/templates/a.yaml":                         pod,
		"shop/charts/one/charts/two/Chart.yaml":                    chart("two", "dependencies: [{name: three, version: 1.0.0}, {name: aside, version: 1.0.0, condition: aside.enabled}]\n"),
		"shop/charts/one/charts/two/values.yaml":                   "replicas: 1\nimage: two\n",
		"shop/charts/one/charts/two/templates/a.yaml":              pod,
		"shop/charts/one/charts/two/charts/aside/Chart.yaml":       chart("aside", ""),
		"shop/charts/one/charts/two/charts/aside/templates/a.yaml": pod,
		"shop/charts/one/charts/two/charts/three/Chart.yaml":       chart("three", ""),
		"shop/charts/one/charts/two/charts/three/values.yaml":      "replicas: 1\nimage: three\n",
		"shop/charts/one/charts/two/charts/three/templates/a.yaml": pod,
	}
	found := declared(t, files)
	if len(found.Kubernetes) != 1 || len(found.Unread)+len(found.Invalid) > 0 {
		t.Fatalf("%+v", found)
	}
	got := map[string]int{}
	for _, w := range found.Kubernetes[0].Workloads {
		got[w.Name+" "+w.Containers[0].Image+" "+w.Path] = w.Replicas
	}
	want := map[string]int{
		"shop-one acme/one shop/charts/one/templates/a.yaml":                             2,
		"shop-two acme/two shop/charts/one/charts/two/templates/a.yaml":                  3,
		"shop-three acme/three shop/charts/one/charts/two/charts/three/templates/a.yaml": 4,
	}
	if !maps.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestChartsThatAreNotRenderedAreTold(t *testing.T) {
	t.Parallel()
	for name, files := range map[string]map[string]string{
		"a helper is not there": {"Chart.yaml": "apiVersion: v2\nname: a\nversion: 1.0.0\n", "templates/a.yaml": "{{ include \"common.all\" . }}"},
		"no chart":              {"Chart.yaml": "apiVersion: v2\n"},
	} {
		found := declared(t, files)
		if len(found.Unread) != 1 || found.Unread[0].Path != "Chart.yaml" || !strings.Contains(found.Unread[0].Reason, "cannot be rendered") {
			t.Errorf("%s: %+v", name, found)
		}
	}
}

// A chart beside another is a part of it where it says so, and no release of its own.
func TestAChartBesideIsAPart(t *testing.T) {
	t.Parallel()
	found := declared(t, map[string]string{
		"charts/shop/Chart.yaml":       "apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies: [{name: db, version: 1.0.0, repository: 'file://../db'}]\n",
		"charts/db/Chart.yaml":         "apiVersion: v2\nname: db\nversion: 1.0.0\n",
		"charts/db/templates/pod.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: db}\nspec:\n  containers:\n    - name: a\n      image: b\n",
	})
	if len(found.Kubernetes) != 1 || len(found.Kubernetes[0].Workloads) != 1 || found.Kubernetes[0].Workloads[0].Path != "charts/db/templates/pod.yaml" || found.Kubernetes[0].Workloads[0].Containers[0].Line != 6 {
		t.Errorf("%+v", found)
	}
}

// What comes out of an archive stands in no file of the repository but that one.
func TestAPackedSubChartIsToldByItsArchive(t *testing.T) {
	t.Parallel()
	var packed bytes.Buffer
	compressed := gzip.NewWriter(&packed)
	archive := tar.NewWriter(compressed)
	for name, text := range map[string]string{
		"db/Chart.yaml":         "apiVersion: v2\nname: db\nversion: 1.2.0\n",
		"db/templates/pod.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: db}\nspec: {containers: [{name: a, image: b}]}\n",
	} {
		if err := archive.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(text))}); err != nil {
			t.Fatal(err)
		}
		if _, err := archive.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if archive.Close() != nil || compressed.Close() != nil {
		t.Fatal("the archive is not whole")
	}
	found := declared(t, map[string]string{
		"shop/Chart.yaml":          "apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies: [{name: db, version: 1.2.0, repository: 'https://charts.example.com'}]\n",
		"shop/charts/db-1.2.0.tgz": packed.String(),
	})
	if len(found.Kubernetes) != 1 || found.Kubernetes[0].Workloads[0].Path != "shop/charts/db-1.2.0.tgz" || found.Kubernetes[0].Workloads[0].Line != 0 || found.Kubernetes[0].Workloads[0].Containers[0].Line != 0 {
		t.Errorf("%+v", found)
	}
}

func TestWhatIsOnlyCalledADockerfileIsNone(t *testing.T) {
	t.Parallel()
	found := declared(t, map[string]string{"web/dockerfile-settings.tsx": "export const a = 1;\n", "Dockerfile.md": "# x\n", "Dockerfile.prod": "FROM scratch\n"})
	if len(found.Dockerfiles) != 1 || len(found.Invalid) != 0 {
		t.Errorf("%+v", found)
	}
}
