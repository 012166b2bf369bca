package dependency

import (
	"path"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"github.com/golive-app/golive/config/regex"
)

// requirement matches one requirement as PEP 508 writes it: the name, extras, and
// what versions may do.
// https://peps.python.org/pep-0508/
var requirement = regex.New(`^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[[^\]]*\])?\s*(.*)$`)

// require enters a requirement that is written in one text; an address says which
// library it is by "name @ address" or "#egg=name" alone.
func (r *reader) require(text string, one Dependency) {
	text = strings.TrimSpace(text)
	if strings.Contains(text, "://") && !strings.Contains(text, "@ ") {
		_, egg, found := strings.Cut(text, "#egg=")
		if !found {
			return
		}
		text, _, _ = strings.Cut(egg, "&")
	}
	match := requirement.FindStringSubmatch(text)
	if match == nil {
		return
	}
	constraint, _, _ := strings.Cut(match[2], ";")
	constraint = strings.Trim(strings.TrimSpace(constraint), "()")
	one.Ecosystem, one.Name, one.Constraint = PyPI, match[1], strings.TrimSpace(constraint)
	if exact, found := strings.CutPrefix(one.Constraint, "=="); found && !strings.ContainsAny(exact, "*,") {
		one.Locked = strings.Trim(exact, "= ")
	}
	r.add(one)
}

// readRequirements reads what pip is given.
// https://pip.pypa.io/en/stable/reference/requirements-file-format/
func readRequirements(r *reader, name string, content []byte) error {
	if strings.HasSuffix(name, ".txt") {
		if _, source := r.contents[strings.TrimSuffix(name, ".txt")+".in"]; source {
			return nil // pip-compile wrote it: a lock
		}
	}
	development := developmentFile.MatchString(strings.ToLower(name)) && !r.included[name]
	folder := path.Dir(name)
	if path.Base(folder) == "requirements" {
		folder = path.Dir(folder)
	}
	line, start, joined := 0, 0, ""
	for text := range strings.Lines(string(content)) {
		line++
		if joined == "" {
			start = line
		}
		text = strings.TrimRight(text, "\r\n")
		if head, more := strings.CutSuffix(text, `\`); more && len(joined) < maxConstraint*10 {
			joined += head + " "
			continue
		}
		text, joined = joined+text, ""
		text, _, _ = strings.Cut(" "+text, " #")
		text, _, _ = strings.Cut(strings.TrimSpace(text), " --hash")
		if file, found := includes(text); found {
			if target := path.Join(path.Dir(name), file); !development {
				r.include(target)
			}
			continue
		}
		if strings.HasPrefix(text, "-") {
			_, egg, found := strings.Cut(text, "#egg=")
			if !found {
				continue
			}
			text, _, _ = strings.Cut(egg, "&")
		}
		r.require(text, Dependency{Path: name, Line: start, Folder: folder, Development: development})
	}
	return nil
}

// developmentFile matches the files of requirements that what runs does not need.
var developmentFile = regex.New(`(?:^|[-_./])(?:dev|develop|development|test|tests|testing|lint|linting|docs?|ci|build|local)(?:[-_./]|$)`)

// includes returns the file that a line includes: -r base.txt.
func includes(text string) (string, bool) {
	for _, option := range []string{"-r", "--requirement"} {
		if file, found := strings.CutPrefix(text, option); found && file != "" && strings.ContainsAny(file[:1], " =\t") {
			return strings.TrimLeft(file, " =\t"), true
		}
	}
	return "", false
}

// include makes what a file lists count for running, whatever its name says.
func (r *reader) include(target string) {
	if r.included[target] {
		return
	}
	r.included[target] = true
	for i := range r.found {
		if r.found[i].Path == target {
			r.found[i].Development = false
		}
	}
	if content, known := r.contents[target]; known && manifestReader(target) == nil {
		_ = readRequirements(r, target, content)
	}
}

// pyproject is what is read of a pyproject.toml. Values are of any shape, since a
// mistake in one table says nothing of the others.
type pyproject struct {
	Project struct {
		Dependencies any            `toml:"dependencies"`
		Optional     map[string]any `toml:"optional-dependencies"`
	} `toml:"project"`
	Groups map[string]any `toml:"dependency-groups"`
	Tool   struct {
		Poetry struct {
			Dependencies any `toml:"dependencies"`
			Development  any `toml:"dev-dependencies"`
			Group        map[string]struct {
				Dependencies any `toml:"dependencies"`
			} `toml:"group"`
		} `toml:"poetry"`
		UV struct {
			Development any `toml:"dev-dependencies"`
		} `toml:"uv"`
		PDM struct {
			Development map[string]any `toml:"dev-dependencies"`
		} `toml:"pdm"`
	} `toml:"tool"`
}

// readPyproject reads PEP 621's tables, PEP 735's groups, and those of Poetry, uv and
// PDM.
// https://packaging.python.org/en/latest/specifications/pyproject-toml/
func readPyproject(r *reader, name string, content []byte) error {
	var written pyproject
	if err := toml.Unmarshal(content, &written); err != nil {
		return notUnderstood("TOML", err)
	}
	lines := namedLines(content)
	list := func(value any, development bool) {
		items, _ := value.([]any)
		for _, item := range items {
			if text, ok := item.(string); ok {
				r.require(text, Dependency{Path: name, Line: lines.of(text), Development: development})
			}
		}
	}
	table := func(value any, development bool) {
		rows, _ := value.(map[string]any)
		for _, row := range sortedKeys(rows) {
			if row != "python" {
				r.add(Dependency{
					Ecosystem: PyPI, Name: row, Constraint: versionIn(rows[row]), Path: name, Line: lines.of(row), Development: development,
				})
			}
		}
	}
	list(written.Project.Dependencies, false)
	for _, extra := range sortedKeys(written.Project.Optional) {
		list(written.Project.Optional[extra], developmentFile.MatchString(extra))
	}
	for _, group := range sortedKeys(written.Groups) {
		list(written.Groups[group], true)
	}
	table(written.Tool.Poetry.Dependencies, false)
	table(written.Tool.Poetry.Development, true)
	for _, group := range sortedKeys(written.Tool.Poetry.Group) {
		table(written.Tool.Poetry.Group[group].Dependencies, group != "main")
	}
	list(written.Tool.UV.Development, true)
	for _, group := range sortedKeys(written.Tool.PDM.Development) {
		list(written.Tool.PDM.Development[group], true)
	}
	return nil
}

// readPipfile reads Pipenv's manifest.
// https://pipenv.pypa.io/en/latest/pipfile.html
func readPipfile(r *reader, name string, content []byte) error {
	var written map[string]any
	if err := toml.Unmarshal(content, &written); err != nil {
		return notUnderstood("TOML", err)
	}
	lines := namedLines(content)
	for _, section := range []string{"packages", "dev-packages"} {
		rows, _ := written[section].(map[string]any)
		for _, row := range sortedKeys(rows) {
			r.add(Dependency{
				Ecosystem: PyPI, Name: row, Constraint: versionIn(rows[row]), Path: name, Line: lines.of(row), Development: section != "packages",
			})
		}
	}
	return nil
}

// versionIn is the version that a row of a table names: "^1.2", {version = "^1.2"}.
func versionIn(value any) string {
	switch value := value.(type) {
	case string:
		if value == "*" {
			return ""
		}
		return value
	case map[string]any:
		return versionIn(value["version"])
	case []any:
		if len(value) > 0 {
			return versionIn(value[0])
		}
	}
	return ""
}
