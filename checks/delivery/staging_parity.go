package delivery

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/environment"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

// parity is what files for staging and files for production declare, where what differs
// lets a test on staging miss what goes wrong in production.
type parity struct {
	replicas map[environment.Stage]declaredNumber
	engines  map[string]map[environment.Stage]declaredNumber // major versions, by engine
}

// declaredNumber is a number and where it stands.
type declaredNumber struct {
	number int
	path   string
	line   int
}

// Bounds of what is read for it.
const (
	mostParityFiles = 500
	mostParityBytes = 256 << 10
)

var (
	parityFile   = regex.New(`\.(?:ya?ml|tf|tfvars)$`)
	replicasLine = regex.New(`^\s*["']?(?:replicas|replicaCount|minReplicas|desired_count|min_capacity)["']?\s*[:=]\s*["']?(\d{1,4})["']?\s*(?:#.*)?$`)
	imageLine    = regex.New(`^\s*(?:-\s*)?image\s*:\s*["']?(?:[\w.:-]+/)*(postgres|postgresql|postgis|timescaledb|mysql|mariadb|mongo|mongodb|redis|valkey|elasticsearch|opensearch)(?:-ha|-alpine)?:v?(\d{1,3})\b`)
	engineLine   = regex.New(`^\s*engine\s*=\s*"(?:aurora-)?(postgres|postgresql|mysql|mariadb|docdb|redis|valkey)"`)
	versionLine  = regex.New(`^\s*engine_version\s*=\s*"(\d{1,3})\b`)
)

// engineNames are engines by the names of their images.
var engineNames = map[string]string{"postgres": "PostgreSQL", "postgresql": "PostgreSQL", "postgis": "PostgreSQL", "mysql": "MySQL", "mariadb": "MariaDB", "mongo": "MongoDB", "mongodb": "MongoDB", "redis": "Redis", "valkey": "Valkey", "elasticsearch": "Elasticsearch", "opensearch": "OpenSearch", "timescaledb": "TimescaleDB", "docdb": "DocumentDB"}

// readParity reads the files whose paths name staging or production.
func readParity(ctx context.Context, source checks.Source) (parity, error) {
	found := parity{replicas: map[environment.Stage]declaredNumber{}, engines: map[string]map[environment.Stage]declaredNumber{}}
	read := 0
	_, err := readFiles(ctx, source, func(file checks.File) func([]byte) {
		stage := environment.StageOf(file.Path)
		if stage != environment.Staging && stage != environment.Production || !parityFile.MatchString(path.Base(file.Path)) || file.Size > mostParityBytes || read >= mostParityFiles {
			return nil
		}
		switch file.Class {
		case checks.ClassTest, checks.ClassFixture, checks.ClassExample, checks.ClassVendored, checks.ClassDocumentation:
			return nil
		}
		if strings.HasPrefix(file.Path, ".github/") {
			return nil
		}
		read++
		return func(content []byte) { found.take(stage, file.Path, string(content)) }
	})
	if err != nil {
		return parity{}, fmt.Errorf("compare staging with production: %w", err)
	}
	return found, nil
}

// take takes what a file declares. Of several numbers of replicas the highest counts:
// beside what is scaled, files declare what runs once.
func (p parity) take(stage environment.Stage, name, text string) {
	engine, number := "", 0
	for line := range strings.Lines(text) {
		number++
		if len(line) > 500 {
			continue
		}
		at := func(digits string) declaredNumber {
			value, _ := strconv.Atoi(digits) // the pattern lets digits alone pass
			return declaredNumber{value, name, number}
		}
		if match := replicasLine.FindStringSubmatch(strings.TrimRight(line, "\r\n")); match != nil {
			if one := at(match[1]); one.number > p.replicas[stage].number {
				p.replicas[stage] = one
			}
		}
		if match := imageLine.FindStringSubmatch(line); match != nil {
			p.engine(match[1], stage, at(match[2]))
		}
		if match := engineLine.FindStringSubmatch(line); match != nil {
			engine = match[1]
		}
		if match := versionLine.FindStringSubmatch(line); match != nil && engine != "" {
			p.engine(engine, stage, at(match[1]))
		}
	}
}

func (p parity) engine(name string, stage environment.Stage, version declaredNumber) {
	name = engineNames[name]
	if p.engines[name] == nil {
		p.engines[name] = map[environment.Stage]declaredNumber{}
	}
	if _, known := p.engines[name][stage]; !known {
		p.engines[name][stage] = version
	}
}

// findings are the gaps.
func (p parity) findings() []checks.Finding {
	var findings []checks.Finding
	gap := func(what string, at declaredNumber, message, remedy string) {
		findings = append(findings, checks.Finding{
			Rule: "staging.parity", Severity: checks.SeverityWarning, Path: at.path, Line: at.line, EndLine: at.line, Grade: checks.E2, Message: message, Remedy: remedy,
			Fingerprint: checks.Fingerprint("staging.parity", at.path, what),
		})
	}
	where := func(one declaredNumber) string {
		return wording.QuotedPath(fmt.Sprintf("%s:%d", one.path, one.line))
	}
	staging, production := p.replicas[environment.Staging], p.replicas[environment.Production]
	if staging.number == 1 && production.number > 1 {
		gap("replicas", staging, fmt.Sprintf("staging runs one instance, and production %d (%s): what goes wrong between instances does not show", production.number, where(production)),
			"Run two on staging: sessions, caches, locks and jobs are then shared as in production.")
	}
	var names []string
	for name := range p.engines {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		on, in := p.engines[name][environment.Staging], p.engines[name][environment.Production]
		if on.path != "" && in.path != "" && on.number != in.number {
			gap(name, on, fmt.Sprintf("staging runs %s %d, and production %d (%s)", name, on.number, in.number, where(in)), "Run the same major version on both.")
		}
	}
	return findings
}
