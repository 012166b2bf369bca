package render_test

import (
	"os"
	"strings"
	"testing"

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

func files(of map[string]string) map[string][]byte {
	all := map[string][]byte{}
	for name, text := range of {
		all[name] = []byte(text)
	}
	return all
}

const about = "apiVersion: v2\nname: shop\nversion: 1.0.0\n"

func TestACharIsRendered(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		files  map[string]string
		values []string
		text   string // in the file templates/a.yaml
		note   string
		err    string
	}{
		"with its values":          {map[string]string{"Chart.yaml": about, "values.yaml": "count: 2\n", "templates/a.yaml": "replicas: {{ .Values.count }}\n"}, nil, "replicas: 2", "", ""},
		"with production's":        {map[string]string{"Chart.yaml": about, "values.yaml": "count: 2\nmore: 1\n", "templates/a.yaml": "replicas: {{ .Values.count }}{{ .Values.more }}\n"}, []string{"count: 3\n", "count: 4\n"}, "replicas: 41", "", ""},
		"by a helper and tpl":      {map[string]string{"Chart.yaml": about, "values.yaml": "t: '{{ .Release.Name }}'\n", "templates/_h.tpl": "{{ define \"x\" }}{{ tpl .Values.t . }}{{ end }}", "templates/a.yaml": "name: {{ include \"x\" . }}\n"}, nil, "name: prod", "", ""},
		"a sub-chart by condition": {map[string]string{"Chart.yaml": about + "dependencies: [{name: db, version: 1.x, condition: db.enabled}]\n", "values.yaml": "db: {enabled: false}\n", "charts/db/Chart.yaml": "apiVersion: v2\nname: db\nversion: 1.0.0\n", "charts/db/templates/b.yaml": "x: 1\n", "templates/a.yaml": "y: 1\n"}, nil, "y: 1", "", ""},
		"a sub-chart is not there": {map[string]string{"Chart.yaml": about + "dependencies: [{name: db, version: 1.x, repository: https://x}]\n", "templates/a.yaml": "y: 1\n"}, nil, "y: 1", "sub-charts are not in the repository: db", ""},
		"it demands a value":       {map[string]string{"Chart.yaml": about, "templates/a.yaml": "x: {{ required \"say x\" .Values.x }}\ny: 2\n"}, nil, "y: 2", "demands values", ""},
		"a helper is not there":    {map[string]string{"Chart.yaml": about, "templates/a.yaml": "x: {{ include \"common.name\" . }}\n"}, nil, "", "", "common.name"},
		"a lookup finds nothing":   {map[string]string{"Chart.yaml": about, "templates/a.yaml": "x: {{ len (lookup \"v1\" \"Secret\" \"a\" \"b\") }}\n"}, nil, "x: 0", "", ""},
		"no names are resolved":    {map[string]string{"Chart.yaml": about, "templates/a.yaml": "x: \"{{ getHostByName \"localhost\" }}\"\n"}, nil, "x: \"\"", "", ""},
		"nothing of the machine":   {map[string]string{"Chart.yaml": about, "templates/a.yaml": "x: {{ .Files.Get \"/etc/passwd\" | quote }}\n"}, nil, "x: \"\"", "", ""},
		"invalid templates":        {map[string]string{"Chart.yaml": about, "templates/a.yaml": "x: {{ if }}\n"}, nil, "", "", "missing value"},
		"no chart":                 {map[string]string{"Chart.yaml": "a: ["}, nil, "", "", "Chart.yaml"},
		"a loop without an end":    {map[string]string{"Chart.yaml": about, "templates/_h.tpl": "{{ define \"x\" }}{{ template \"x\" . }}{{ end }}", "templates/a.yaml": "{{ template \"x\" . }}"}, nil, "", "", "maximum template depth"},
		"more than fits":           {map[string]string{"Chart.yaml": about, "templates/a.yaml": "{{ range until 100000 }}{{ repeat 100000 \"x\" }}{{ end }}"}, nil, "", "", "time or memory"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			request := render.Request{Kind: render.Helm, Name: "prod", Files: files(test.files)}
			for _, one := range test.values {
				request.Values = append(request.Values, []byte(one))
			}
			answer, err := render.NewRenderer([]string{os.Args[0], render.Command}).Render(t.Context(), request)
			if err != nil {
				t.Fatal(err)
			}
			if test.err != "" {
				if !strings.Contains(answer.Error, test.err) {
					t.Errorf("error %q", answer.Error)
				}
				return
			}
			if len(answer.Files) != 1 || answer.Files[0].Path != "templates/a.yaml" || !strings.Contains(answer.Files[0].Text, test.text) || answer.Error != "" {
				t.Errorf("%+v", answer)
			}
			if notes := strings.Join(answer.Notes, " "); !strings.Contains(notes, test.note) || test.note == "" && notes != "" {
				t.Errorf("notes %q", notes)
			}
		})
	}
}
