package infrastructure

import (
	"context"
	"fmt"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/secret"
)

// EnvEncryption checks infrastructure.env-encryption: production's secrets are
// encrypted where they stand in the repository, or kept in a secret manager,
// and no key that opens them lies beside them.
type EnvEncryption struct {
	Manifests Manifests
}

// NewEnvEncryption returns the check.
func NewEnvEncryption(manifests Manifests) *EnvEncryption {
	return &EnvEncryption{Manifests: manifests}
}

// envFacts are what was seen.
type envFacts struct {
	files     int // searched
	plain     []plainSecrets
	encrypted []encryptedFile
	managers  []managerSign
	keys      []place // private keys that open encrypted files
	reads     []place // places where code reads its environment, by variable; no name: all of it
	workflow  []workflowRead
	unread    []string
	past      []plainSecrets // environment files that a commit of the range added and a later one removed
	noHistory bool           // there is a range whose history could not be searched
}

// place is a line of a file, and what is there.
type place struct {
	path string
	line int
	what string
}

// plainSecrets are the secrets that one file, or one document of it, holds in
// plain text.
type plainSecrets struct {
	place
	count    int
	kind     plainKind
	severity checks.Severity
	commit   string // of the range, where only the history holds them
}

type plainKind string

const (
	plainEnvironment plainKind = "environment file"
	plainKubernetes  plainKind = "Kubernetes Secret"
	plainSettings    plainKind = "settings file"
	plainCompose     plainKind = "compose file"
	plainTerraform   plainKind = "Terraform variables"
	plainContainer   plainKind = "variables of a container"
	plainConfigMap   plainKind = "ConfigMap"
	plainCloud       plainKind = "Terraform"
)

// encryptedFile is a file whose secrets are encrypted where they stand.
type encryptedFile struct {
	path       string
	how        string // "SOPS", "git-crypt", …
	recipients int    // people or keys that can open it; 0: not told by the file
	shared     bool   // a key management service opens it, for whoever may ask
	broken     string // what its metadata lack, so that nobody can open it
}

// workflowRead is a secret that a workflow takes from GitHub.
type workflowRead struct {
	place
	deploys bool // it is set as a variable where the workflow deploys
}

// managerSign is a sign that secrets are kept outside of the repository.
type managerSign struct {
	place
	manager string
}

// Observe reads the files that hold configuration, and signs of where their
// secrets are.
func (e *EnvEncryption) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	var facts envFacts
	for _, file := range subject.Source.Files() {
		if !worthReading(file) {
			continue
		}
		content, err := subject.Source.Read(ctx, file.Path)
		if err != nil {
			if ctx.Err() != nil {
				return checks.Observation{}, ctx.Err()
			}
			if holdsSecrets(file.Path) {
				facts.unread = append(facts.unread, file.Path)
			}
			continue
		}
		facts.files++
		facts.read(file, content)
	}
	declared, err := e.Manifests.Declared(ctx, subject.Declaring())
	if err != nil {
		return checks.Observation{}, fmt.Errorf("look for secrets in manifests: %w", err)
	}
	facts.readDeclared(declared, subject.Source.Files())
	for _, one := range declared.Unreachable {
		facts.unread = append(facts.unread, one.Path)
	}
	facts.settle()
	if err := facts.readHistory(ctx, subject); err != nil {
		return checks.Observation{}, err
	}
	return observeEncryption(facts, subject.Release, subject.Now()), nil
}

// readHistory looks for environment files that a commit of the range added in
// plain text, also where a later one removed them.
func (f *envFacts) readHistory(ctx context.Context, subject checks.Subject) error {
	if subject.Range == nil || len(subject.Range.Commits) == 0 {
		return nil
	}
	if subject.History == nil {
		f.noHistory = true
		return nil
	}
	present := map[string]bool{}
	for _, plain := range f.plain {
		present[plain.path] = true
	}
	for _, commit := range subject.Range.Commits {
		err := subject.History.Added(ctx, commit.SHA, func(added checks.AddedText) error {
			environment, sample := secret.EnvironmentFile(added.Path)
			if !environment || sample || present[added.Path] || encryptedWhole([]byte(added.Text)) != "" {
				return nil
			}
			if count, line := countPlain(added.Text); count > 0 {
				present[added.Path] = true
				f.past = append(f.past, plainSecrets{
					place: place{path: added.Path, line: line + max(added.Lines.First, 1) - 1}, count: count, kind: plainEnvironment,
					severity: severityFor(added.Path, checks.ClassProduction), commit: commit.SHA,
				})
			}
			return nil
		})
		if ctx.Err() != nil {
			return fmt.Errorf("read the history of the range: %w", ctx.Err())
		}
		if err != nil {
			f.noHistory = true
		}
	}
	return nil
}

// countPlain returns how many secrets an environment file holds in plain text,
// and the line of the first.
func countPlain(content string) (count, line int) {
	for _, assignment := range secret.ParseEnvironment(content) {
		if !assignment.Plain() || strings.HasPrefix(assignment.Name, "DOTENV_PUBLIC_KEY") || strings.HasPrefix(assignment.Name, "sops_") {
			continue
		}
		if count == 0 {
			line = assignment.Line
		}
		count++
	}
	return count, line
}
