package smoke

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/golive-app/golive/checks"
)

// record is what came of the steps, without the file that tells what they are.
type record struct {
	Lacks string       `json:"lacks,omitempty"`
	Steps []stepRecord `json:"steps,omitempty"`
}

type stepRecord struct {
	Exchange *checks.Exchange `json:"exchange,omitempty"`
	Fault    string           `json:"fault,omitempty"`
	Skipped  string           `json:"skipped,omitempty"`
	Unclear  string           `json:"unclear,omitempty"`
	Writes   bool             `json:"writes,omitempty"`
}

// PlayOnce plays the steps of a file on a release's staging once in a run, however many
// items judge by them: what a step writes is written once. An error means that golive
// stopped.
func PlayOnce(ctx context.Context, subject checks.Subject, staging checks.Staging, file File) (Played, error) {
	if subject.Once == nil {
		return Play(ctx, staging, file, subject.Now)
	}
	kept, err := subject.Once(ctx, nameOf(subject, staging, file), func(ctx context.Context) ([]byte, error) {
		played, err := Play(ctx, staging, file, subject.Now)
		if err != nil {
			return nil, err
		}
		return json.Marshal(recordOf(played))
	})
	if err != nil {
		return Played{}, err
	}
	var came record
	if err := json.Unmarshal(kept, &came); err != nil {
		return Played{}, fmt.Errorf("read what came of smoke tests: %w", err)
	}
	return came.of(file)
}

// nameOf names the steps of this file, played there for this content.
func nameOf(subject checks.Subject, staging checks.Staging, file File) string {
	text := sha256.Sum256(file.Text)
	named := sha256.Sum256([]byte(strings.Join([]string{subject.Release.SHA, staging.Address(), hex.EncodeToString(text[:])}, "\n")))
	return "smoke:" + hex.EncodeToString(named[:16])
}

func recordOf(played Played) record {
	came := record{Lacks: played.Lacks}
	for _, step := range played.Steps {
		came.Steps = append(came.Steps, stepRecord{step.Exchange, step.Fault, step.Skipped, step.Unclear, step.Writes})
	}
	return came
}

// of puts what came of the steps beside the steps of their file.
func (r record) of(file File) (Played, error) {
	played := Played{Lacks: r.Lacks}
	if r.Lacks != "" {
		return played, nil
	}
	steps := file.Program.Steps()
	if len(steps) != len(r.Steps) {
		return Played{}, fmt.Errorf("what came of smoke tests is of %d steps, and the file has %d", len(r.Steps), len(steps))
	}
	for index, one := range r.Steps {
		played.Steps = append(played.Steps, Step{Step: steps[index], Exchange: one.Exchange, Fault: one.Fault, Skipped: one.Skipped, Unclear: one.Unclear, Writes: one.Writes})
	}
	return played, nil
}
