package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"
)

const policyInOrder = `version: 1
mode: enforce
sections: {performance: observe}
release: {tags: ["v*"], labels: []}
roles: {senior: ["@dana", "@lee"]}
environments: {staging: {url: https://staging.example.com}}
`

func TestConfigExitCodes(t *testing.T) {
	t.Parallel()
	root := directory(t, map[string]string{"good.yml": policyInOrder, "empty.yml": "", "bad.yml": "version: 1\nmodes: enforce\n", "big.yml": strings.Repeat("#\n", 3<<20),
		".golive/authz.yml": "roles: {admin: {headers: {A: b}}, anonymous: {}}\nroutes: [{path: /a, allow: [admin]}]", ".golive/smoke.yml": "steps: [{path: /}, {name: order, path: /o, method: POST, headers: {A: '${secret:KEY}'}}]", "wrong/.golive/smoke.yml": "steps: [{path: '/{id}'}]"})
	at := func(name string) string { return filepath.Join(root, name) }
	for name, test := range map[string]struct {
		arguments []string
		code      int
		says      string
	}{
		"a file in order":           {[]string{"validate", at("good.yml")}, exitOK, "good.yml: in order\n"},
		"an empty one":              {[]string{"validate", at("empty.yml")}, exitOK, "observe (the default)"},
		"a file that is not":        {[]string{"validate", at("bad.yml")}, exitUsage, at("bad.yml") + `:2:1: unknown key "modes" — did you mean "mode"?` + "\n"},
		"one of two that is not":    {[]string{"validate", at("good.yml"), at("bad.yml")}, exitUsage, "bad.yml:2:1:"},
		"a file that is not there":  {[]string{"validate", at("none.yml")}, exitUsage, "none.yml: cannot be read: no such file or directory — "},
		"the default file":          {[]string{"validate"}, exitUsage, ".golive.yml: cannot be read"},
		"a directory":               {[]string{"validate", root}, exitUsage, "is a directory"},
		"a file of 6 MiB":           {[]string{"validate", at("big.yml")}, exitUsage, "the file has 6144 KiB, and at most 256 KiB are read"},
		"a broken one underneath":   {[]string{"validate", "--over", at("bad.yml"), at("good.yml")}, exitUsage, "bad.yml:2:1:"},
		"a format that is none":     {[]string{"validate", "--format", "xml", at("good.yml")}, exitUsage, "text or json"},
		"the schema of policies":    {[]string{"schema"}, exitOK, "policy-1.json"},
		"the same by name":          {[]string{"schema", "policy"}, exitOK, "policy-1.json"},
		"the schema of reports":     {[]string{"schema", "report"}, exitOK, "golive.report/1"},
		"the schema of smoke tests": {[]string{"schema", "smoke"}, exitOK, "smoke-1.json"},
		"a smoke test in order":     {[]string{"validate", at(".golive/smoke.yml")}, exitOK, "smoke.yml: in order\n  steps      2 on staging (pages: 1, API: 1)\n  writes     order – played where"},
		"one that is not":           {[]string{"validate", at("wrong/.golive/smoke.yml")}, exitUsage, "smoke.yml:1:16: nothing sets {id} before this"},
		"the schema of matrices":    {[]string{"schema", "authz"}, exitOK, "authz-1.json"},
		"a role matrix in order":    {[]string{"validate", at(".golive/authz.yml")}, exitOK, "authz.yml: in order\n  roles      admin, anonymous\n  routes     1, tried on staging with 2 requests\n"},
		"a schema that is none":     {[]string{"schema", "items"}, exitUsage, "policy, report, smoke or authz"},
		"a command that is none":    {[]string{"valdate"}, exitUsage, "valdate"},
		"nothing to do":             {nil, exitOK, "golive config validate"},
		"help for one who looks up": {[]string{"validate", "--help"}, exitOK, "FILE:LINE:COLUMN: problem"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, out, messages := golive(t, nil, append([]string{"config"}, test.arguments...)...)
			if code != test.code || !strings.Contains(out+messages, test.says) {
				t.Errorf("exit %d, want %d, saying %q:\n%s%s", code, test.code, test.says, out, messages)
			}
			if code == exitUsage && strings.Contains(out, "unknown key") {
				t.Errorf("problems belong on standard error: %q", out)
			}
		})
	}
}

func TestConfigValidateSaysWhatAPolicyMeans(t *testing.T) {
	t.Parallel()
	root := directory(t, map[string]string{"a.yml": policyInOrder})
	_, out, messages := golive(t, nil, "config", "validate", filepath.Join(root, "a.yml"))
	for _, want := range []string{
		"  mode       enforce – golive may block: check runs conclude as the verdict says\n",
		"             performance: observe\n",
		"  release    a pull request from a branch release/**/* or hotfix/**/* or release-please--*/** or changeset-release/**/* (the default)\n",
		"             a pull request with the label – none –\n",
		"             a tag v*\n",
		"  signs      senior: @dana, @lee\n",
		"  signs      every other role: whoever has maintain or admin in the repository\n",
		"  staging    https://staging.example.com – visited where its host consents\n",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("it lacks %q:\n%s%s", want, out, messages)
		}
	}
}

func TestConfigValidateSaysWhatIsUploaded(t *testing.T) {
	t.Parallel()
	for probes, want := range map[string]string{
		"allow_writes: true, upload: {path: /files, delete: '/files/{id}'}": "small files are uploaded to POST /files of staging where it is proven to run the release, and deleted with DELETE /files/{id}\n",
		"allow_writes: true, upload: {path: /files}":                        "and stay there: probes.upload.delete is not set\n",
		"upload: {path: /files}":                                            "no file is uploaded to POST /files of staging: probes.allow_writes is not true\n",
	} {
		root := directory(t, map[string]string{"a.yml": "version: 1\nprobes: {" + probes + "}\n"})
		if _, out, messages := golive(t, nil, "config", "validate", filepath.Join(root, "a.yml")); !strings.Contains(out, "  probes     ") || !strings.Contains(out, want) {
			t.Errorf("%s: it lacks %q:\n%s%s", probes, want, out, messages)
		}
	}
}

func TestConfigValidateStandsOverAnother(t *testing.T) {
	t.Parallel()
	root := directory(t, map[string]string{"organisation.yml": "version: 1\nmode: enforce\n", "a.yml": "version: 1\nrelease: {tags: [v*]}\n"})
	organisation := filepath.Join(root, "organisation.yml")
	_, out, messages := golive(t, nil, "config", "validate", "--over", organisation, filepath.Join(root, "a.yml"))
	if !strings.Contains(out, "mode       enforce (as in "+organisation+") – ") {
		t.Errorf("%s%s", out, messages)
	}
}

func TestConfigValidateForMachines(t *testing.T) {
	t.Parallel()
	var out, messages bytes.Buffer
	err := validation{format: "json"}.run([]string{"-"}, strings.NewReader("version: 1\nmode: enforced\n"), &out, &messages)
	var exit *exitError
	if !errors.As(err, &exit) || exit.code != exitUsage || messages.Len() != 0 {
		t.Errorf("error %v, messages %q", err, messages.String())
	}
	var answer struct{ Files []validated }
	if err := json.Unmarshal(out.Bytes(), &answer); err != nil {
		t.Fatal(err)
	}
	want := validatedProblem{Line: 2, Column: 7, Path: "mode", Problem: `mode is "enforced"`, Advice: `did you mean "enforce"?`}
	if len(answer.Files) != 1 || answer.Files[0].File != "standard input" || answer.Files[0].Valid || len(answer.Files[0].Problems) != 1 || answer.Files[0].Problems[0] != want {
		t.Errorf("%+v", answer)
	}
}

// The caret stands under the character that the column counts, also behind wide
// characters and tabs, and in lines that are too long to be shown.
func TestConfigValidateShowsTheLine(t *testing.T) {
	t.Parallel()
	long := "version: 1\nrelease: {labels: [" + `abcdefgh, "` + strings.Repeat("x", 200) + `", ""]}`
	for name, test := range map[string]struct{ file, want string }{
		"a plain line":         {"version: 1\nmode: on\n", "    mode: on\n          ^\n"},
		"lines of Windows":     {"version: 1\r\nmode: on\r\n", "    mode: on\n          ^\n"},
		"wide characters":      {"version: 1\nrelease: {labels: [発, '']}\n", "    release: {labels: [発, '']}\n                           ^\n"},
		"an escape sequence":   {"version: 1\nmode: \x1b[31m\n", "    mode: \uFFFD[31m\n          ^\n"},
		"a byte order mark":    {"\uFEFFversion: 2\n", "    version: 2\n             ^\n"},
		"far into a long line": {long, "\"]}\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out, messages bytes.Buffer
			if err := (validation{format: "text", terminal: true}).run([]string{"-"}, strings.NewReader(test.file), &out, &messages); err == nil {
				t.Fatal("the file is not in order")
			}
			if !strings.Contains(messages.String(), test.want) {
				t.Errorf("it lacks %q:\n%s", test.want, messages.String())
			}
			for line := range strings.Lines(messages.String()) {
				if strings.HasPrefix(line, "    ") && len([]rune(line)) > 120 {
					t.Errorf("a line that is too long: %q", line)
				}
			}
		})
	}
}
