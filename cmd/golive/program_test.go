package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestMain lets the test binary be the program itself.
func TestMain(m *testing.M) {
	if os.Getenv("GOLIVE_TEST_PROGRAM") == "yes" || len(os.Args) > 1 && os.Args[1] == "read-syntax" {
		os.Exit(run())
	}
	os.Exit(m.Run())
}

// golive runs the program and returns its exit code and what it printed.
func golive(t *testing.T, environment []string, arguments ...string) (code int, out, messages string) {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), program, arguments...)
	var stdout, stderr bytes.Buffer
	command.Stdout, command.Stderr = &stdout, &stderr
	command.Env = append(os.Environ(), append([]string{"GOLIVE_TEST_PROGRAM=yes", keptVariable + "=" + keptOff}, environment...)...)
	err = command.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return command.ProcessState.ExitCode(), stdout.String(), stderr.String()
}

// directory writes files into a directory of the test's own.
func directory(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for path, content := range files {
		full := filepath.Join(root, path)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

var lastLine = regexp.MustCompile(`(?m)^\d+ failing, \d+ waiting for people, \d+ not judged — ready: (yes|no)$`)

func TestExitCodesMeanSomething(t *testing.T) {
	t.Parallel()
	clean := directory(t, map[string]string{"src/index.js": "export const one = 1;\n"})
	leftover := directory(t, map[string]string{"src/index.js": "console.log('here');\n"})
	invalid := directory(t, map[string]string{"a.js": "1\n", ".golive.yml": "modus: enforce\n"})
	const waiting = "code.review,code.coverage" // for GitHub
	for name, test := range map[string]struct {
		arguments []string
		code      int
		says      string // on either stream
	}{
		"nothing fails":                    {[]string{"check", "--only", "code.debug-leftovers", clean}, exitOK, "ready: yes"},
		"something fails":                  {[]string{"check", "--only", "code.debug-leftovers", leftover}, exitNotReady, "src/index.js:1"},
		"what is not judged does not fail": {[]string{"check", "--only", waiting, clean}, exitOK, "2 not judged — ready: no"},
		"unless it is asked to":            {[]string{"check", "--only", waiting, "--fail-on", "unknown", clean}, exitNotReady, "2 not judged"},
		"an unknown item":                  {[]string{"check", "--only", "code.secret", clean}, exitUsage, "code.secret"},
		"a directory that is not there":    {[]string{"check", filepath.Join(clean, "nowhere")}, exitUsage, "no directory"},
		"no directory":                     {[]string{"check"}, exitUsage, "golive check ."},
		"an unknown flag":                  {[]string{"check", "--onyl", "x", clean}, exitUsage, "onyl"},
		"a threshold that is none":         {[]string{"check", "--fail-on", "never", clean}, exitUsage, "fail, unknown or sign-off"},
		"a base outside of git":            {[]string{"check", "--base", "v1", clean}, exitUsage, "--base v1"},
		"an invalid policy":                {[]string{"check", invalid}, exitUsage, ".golive.yml:1"},
		"a format that is none":            {[]string{"check", "--format", "html", clean}, exitUsage, "text, json, markdown, sarif or junit"},
		"a staging that is no address":     {[]string{"check", "--staging", "ftp://x", clean}, exitUsage, "only http:// and https://"},
		"a staging with a password":        {[]string{"check", "--staging", "https://a:hunter2@x", clean}, exitUsage, "user name or password"},
		"a staging for GitHub":             {[]string{"check", "--staging", "https://x", "--github", "a/b"}, exitUsage, "goes with a directory"},
		"an unknown command":               {[]string{"chek"}, exitUsage, "chek"},
		"a demo's page nowhere":            {[]string{"demo", "--listen", "nowhere"}, exitUsage, "HOST:PORT"},
		"a page of the demo that leaves":   {[]string{"demo", "--once", "--listen", "127.0.0.1:0"}, exitUsage, "--once does not have"},
		"a demo of what is no repository":  {[]string{"demo", "--once", "--repo", clean}, exitUsage, "git"},
		"a server with half an App":        {[]string{"serve", "--app-id", "7"}, exitUsage, "GOLIVE_PRIVATE_KEY"},
		"set-up without an address":        {[]string{"serve", "--listen", "0.0.0.0:8080"}, exitUsage, "GOLIVE_PUBLIC_URL is not set"},
		"a worker without an App":          {[]string{"serve", "--role", "worker"}, exitUsage, "GOLIVE_APP_ID"},
		"a manifest without TLS":           {[]string{"app", "manifest", "--public-url", "http://golive.acme.dev"}, exitUsage, "no https address"},
		"a server with a broken setting":   {[]string{"serve", "--listen", "nowhere"}, exitUsage, "HOST:PORT"},
		"the version":                      {[]string{"version"}, exitOK, "golive "},
		"help":                             {[]string{"--help"}, exitOK, "golive check ."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			code, out, messages := golive(t, nil, test.arguments...)
			if code != test.code || !strings.Contains(out+messages, test.says) {
				t.Errorf("exit %d, want %d, saying %q:\n%s%s", code, test.code, test.says, out, messages)
			}
			if test.code == exitUsage && out != "" {
				t.Errorf("errors belong on standard error: %q", out)
			}
		})
	}
}

func TestTheLastLineAlwaysSaysHowItStands(t *testing.T) {
	t.Parallel()
	root := directory(t, map[string]string{"src/index.js": "debugger;\n"})
	_, out, _ := golive(t, nil, "check", root)
	lines := strings.Split(strings.TrimRight(out, "\n"), "\n")
	if last := lines[len(lines)-1]; !lastLine.MatchString(last) {
		t.Errorf("the last line is %q", last)
	}
	_, _, messages := golive(t, nil, "check", "--format", "json", root)
	if !lastLine.MatchString(messages) {
		t.Errorf("with JSON it stands on standard error: %q", messages)
	}
}

func TestTheJSONReport(t *testing.T) {
	t.Parallel()
	root := directory(t, map[string]string{"src/index.js": "console.log(1);\n"})
	code, out, _ := golive(t, nil, "check", "--format", "json", root)
	if code != exitNotReady {
		t.Errorf("exit %d", code)
	}
	var report struct {
		Schema, Verdict string
		Ready           []struct{ ID, Verdict string }
		Sections        []struct{ ID string }
		Items           []struct {
			ID, Verdict, Level, Minimum string
			Findings                    []struct {
				Rule, Path string
				Line       int
			}
			Evidence []struct{ Grade, Outcome string }
		}
	}
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		t.Fatal(err)
	}
	if report.Schema != "golive.report/1" || report.Verdict != "not-ready" || len(report.Items) != 41 || len(report.Ready) != 5 || len(report.Sections) != 7 {
		t.Errorf("%s, %s, %d items, %d rows, %d sections", report.Schema, report.Verdict, len(report.Items), len(report.Ready), len(report.Sections))
	}
	for _, item := range report.Items {
		if item.ID != "code.debug-leftovers" {
			continue
		}
		if item.Verdict != "fail" || len(item.Findings) != 1 || item.Findings[0].Rule != "debug.console" || item.Findings[0].Path != "src/index.js" || item.Findings[0].Line != 1 {
			t.Errorf("%+v", item)
		}
	}
	if strings.Contains(out, "null,\n      \"evidence\"") || strings.Contains(out, `"findings": null`) {
		t.Error("lists are never null")
	}
}

func TestColoursOnlyOnATerminal(t *testing.T) {
	t.Parallel()
	root := directory(t, map[string]string{"src/index.js": "console.log(1);\n"})
	_, out, messages := golive(t, []string{"TERM=xterm-256color"}, "check", root)
	if strings.Contains(out+messages, "\x1b[") {
		t.Error("an escape sequence in what is no terminal")
	}
}

func TestAServerNamesVariablesItDoesNotKnow(t *testing.T) {
	t.Parallel()
	code, _, messages := golive(t, []string{"GOLIVE_WEBHOOK_SECRET=x", "GOLIVE_APP_ID=seven"}, "serve")
	if code != exitUsage || !strings.Contains(messages, "GOLIVE_APP_ID") {
		t.Errorf("exit %d: %s", code, messages)
	}
}
