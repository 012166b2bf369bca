package terminal_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/golive-app/golive/app/doctor"
	"github.com/golive-app/golive/app/terminal"
)

func diagnoses() []doctor.Diagnosis {
	return []doctor.Diagnosis{
		{Name: "app", State: doctor.Good, What: "GitHub knows golive as the App golive-acme (id 7).", Link: "https://github.com/apps/golive-acme"},
		{Name: "redis.memory", State: doctor.Bad, What: "Redis at redis://redis:6379 may throw queued work away (maxmemory-policy allkeys-lru).", Why: "A queue must not lose entries to make room for others.", HowToMend: "Set maxmemory-policy to noeviction: `redis-cli CONFIG SET maxmemory-policy noeviction`."},
		{Name: "redis.persistence", State: doctor.Advice, What: "Redis writes no append-only file.", HowToMend: "Set appendonly to yes."},
		{Name: "installations", State: doctor.Waiting, What: "The App is installed nowhere yet.", HowToMend: "Install it.", Link: "https://github.com/apps/golive-acme/installations/new"},
		{Name: "clock", State: doctor.Unknown, What: "This machine's clock could not be compared with GitHub's."},
	}
}

func written(t *testing.T, all []doctor.Diagnosis, options terminal.Options) string {
	t.Helper()
	var page bytes.Buffer
	if err := terminal.WriteDiagnoses(&page, "golive doctor · v1.4.0", []terminal.Field{{"App", "7"}, {"GitHub", "https://api.github.com"}}, all, options); err != nil {
		t.Fatal(err)
	}
	return page.String()
}

func TestDiagnosesOnATerminal(t *testing.T) {
	t.Parallel()
	want := `golive doctor · v1.4.0
App     7
GitHub  https://api.github.com

✓ in order   app  GitHub knows golive as the App golive-acme (id 7).
! improve    redis.persistence  Redis writes no append-only file.
             do   Set appendonly to yes.
… waiting    installations  The App is installed nowhere yet.
             do   Install it.
             at   https://github.com/apps/golive-acme/installations/new
? not known  clock  This machine's clock could not be compared with
             GitHub's.
✗ wrong      redis.memory  Redis at redis://redis:6379 may throw queued work
             away (maxmemory-policy allkeys-lru).
             why  A queue must not lose entries to make room for others.
             do   Set maxmemory-policy to noeviction: ` + "`redis-cli CONFIG SET" + `
                  maxmemory-policy noeviction` + "`" + `.

1 wrong, 1 to improve, 1 in order, 1 waiting, 1 not known
`
	if got := written(t, diagnoses(), terminal.Options{Width: 76}); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestDiagnosesElsewhere(t *testing.T) {
	t.Parallel()
	plain := written(t, diagnoses(), terminal.Options{})
	if strings.Contains(plain, "\x1b") || !strings.Contains(plain, "noeviction: `redis-cli CONFIG SET maxmemory-policy noeviction`.\n") {
		t.Errorf("lines are broken or painted in what is no terminal:\n%s", plain)
	}
	painted := written(t, diagnoses(), terminal.Options{Colour: true})
	if !strings.Contains(painted, "\x1b[") || strings.Contains(painted, "`") {
		t.Errorf("what is to be typed is set apart by colour or by quotes:\n%q", painted)
	}
}

func TestWhatADiagnosisQuotesCannotMoveTheCursor(t *testing.T) {
	t.Parallel()
	hostile := "acme\x1b[2J\u202e\nnone"
	text := written(t, []doctor.Diagnosis{{Name: hostile, State: doctor.Bad, What: hostile, Why: hostile, HowToMend: "`" + hostile, Link: hostile}}, terminal.Options{})
	if strings.ContainsAny(text, "\x1b\u202e") || strings.Count(text, "\n") != 10 {
		t.Errorf("%q", text)
	}
}

func TestTheLineThatCountsDiagnoses(t *testing.T) {
	t.Parallel()
	if line := terminal.DiagnosesLine(nil); line != "0 wrong, 0 to improve, 0 in order" {
		t.Error(line)
	}
	if line := terminal.DiagnosesLine(diagnoses()); line != "1 wrong, 1 to improve, 1 in order, 1 waiting, 1 not known" {
		t.Error(line)
	}
}

func TestDiagnosesThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	if err := terminal.WriteDiagnoses(closed{}, "", nil, nil, terminal.Options{}); !errors.Is(err, errClosed) {
		t.Error(err)
	}
}

var errClosed = errors.New("closed")

type closed struct{}

func (closed) Write([]byte) (int, error) { return 0, errClosed }
