package usage

import (
	"cmp"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config/regex"
)

// Overview is what the files of a release tell together about the facilities that
// the product uses. Tests, examples, scripts and what else is no part of the product
// are left out.
type Overview struct {
	Files     int                      // of the product whose programs were read
	Signs     map[Kind][]Place         // in the order of their places
	Entities  map[string][]EntityPlace // by name, in lower case
	Answers   []AnswerPlace
	Others    map[string]int   // files of the product in languages that are not read so, by language
	Unread    []checks.Skipped // files of the product that could not be read
	Libraries int              // that manifests ask for, those for development left out
	Listens   string           // a file that says that the product listens on a port: a Dockerfile, a Procfile; or empty
}

// Place is a sign with the file that it is in.
type Place struct {
	Path string
	Sign
}

// EntityPlace is an entity with the file that it is in.
type EntityPlace struct {
	Path string
	Entity
}

// AnswerPlace is an answer with the file that it is in. Of one that sends what
// another function returns, Entity is what that was followed to.
type AnswerPlace struct {
	Path string
	Answer
	Followed bool // through functions in other places
}

// Callee returns the file and the name of the function that a file calls by an origin;
// of a method the name is "class.name".
type Callee func(path, origin string) (target, name string, ok bool)

// function is a function of a file.
type function struct{ path, name string }

// Link puts the facts of all files together. shipped tells which files are a part of
// the product, callee follows calls from file to file.
func Link(files []checks.File, facts map[string]Facts, shipped func(checks.File) bool, callee Callee) Overview {
	overview := Overview{Signs: map[Kind][]Place{}, Entities: map[string][]EntityPlace{}, Others: map[string]int{}}
	given := map[function][]Answer{}
	for _, file := range files {
		one, read := facts[file.Path]
		if !read || !shipped(file) {
			continue
		}
		overview.Files++
		shows := interfaces.MatchString(file.Path) || file.Language == "Vue" || file.Language == "Svelte" || slices.ContainsFunc(one.Signs, func(s Sign) bool { return s.Kind == View && s.Library == "JSX" })
		for _, sign := range one.Signs {
			if shows && !operated(sign) || file.Class == checks.ClassCommand && sign.Kind == LogConsole {
				continue
			}
			overview.Signs[sign.Kind] = append(overview.Signs[sign.Kind], Place{file.Path, sign})
		}
		for _, entity := range one.Entities {
			name := strings.ToLower(entity.Name)
			overview.Entities[name] = append(overview.Entities[name], EntityPlace{file.Path, entity})
		}
		for _, answer := range one.Answers {
			overview.Answers = append(overview.Answers, AnswerPlace{Path: file.Path, Answer: answer})
		}
		for _, answer := range one.Gives {
			name := function{file.Path, answer.Function}
			given[name] = append(given[name], answer)
		}
	}
	follow(overview.Answers, given, callee)
	return overview
}

// interfaces matches the folders of user interfaces.
var interfaces = regex.New(`(?i)(?:^|/)(?:frontend|client|ui|web/src|www|assets|public|static|components|hooks|stores)/`)

// operated reports whether a sign in a file of a user interface says something of the
// service all the same: what is called a cache there is the browser's, and what is
// logged there is read by nobody who operates the service.
func operated(sign Sign) bool {
	switch sign.Kind {
	case CacheRead, CacheWrite, LogContext, LogCall:
		return sign.Library != ""
	case LogSetup, LogLevel:
		return !browserLoggers[sign.Library]
	case LogConsole:
		return false
	}
	return true
}

// browserLoggers write to a browser's console where they stand in a user interface.
var browserLoggers = map[string]bool{"debug": true, "loglevel": true}

// deepest bounds how many functions an answer is followed through.
const deepest = 4

// follow finds out what is in answers that send what another function returns.
func follow(answers []AnswerPlace, given map[function][]Answer, callee Callee) {
	for i := range answers {
		answer := &answers[i]
		from, calls := answer.Path, answer.Calls
		for range deepest {
			if calls == "" {
				break
			}
			path, name, ok := callee(from, calls)
			gives := given[function{path, name}]
			if !ok || len(gives) == 0 || !alike(gives) {
				break
			}
			one := gives[0]
			answer.List, answer.Limited, answer.Filtered = answer.List || one.List, answer.Limited || one.Limited, answer.Filtered || one.Filtered
			if one.Entity != "" {
				answer.Entity, answer.Library, answer.Followed = one.Entity, one.Library, true
				break
			}
			from, calls = path, one.Calls
		}
	}
}

// alike reports whether all that a function returns is the same.
func alike(gives []Answer) bool {
	for _, one := range gives[1:] {
		if one.Entity != gives[0].Entity || one.Calls != gives[0].Calls {
			return false
		}
	}
	return true
}

// Secret returns the entity of an answer and the fields that nobody outside may see;
// ok is false where no single entity of that name is known, or where it shows none.
func (o Overview) Secret(answer AnswerPlace) (entity EntityPlace, ok bool) {
	name := strings.ToLower(answer.Entity)
	if name == "" {
		return entity, false
	}
	known := o.Entities[name]
	for _, ending := range []string{"model", "entity", "document", "schema"} {
		if len(known) == 0 && strings.HasSuffix(name, ending) {
			known = o.Entities[strings.TrimSuffix(name, ending)]
		}
	}
	if len(known) != 1 || len(known[0].Secret) == 0 {
		return entity, false
	}
	return known[0], true
}

// Has reports whether there is a sign of one of these kinds.
func (o Overview) Has(kinds ...Kind) bool {
	return slices.ContainsFunc(kinds, func(kind Kind) bool { return len(o.Signs[kind]) > 0 })
}

// Libraries names the libraries of signs, those with the most files first.
func Libraries(places []Place) []string {
	files := map[string]map[string]bool{}
	for _, one := range places {
		if one.Library == "" {
			continue
		}
		if files[one.Library] == nil {
			files[one.Library] = map[string]bool{}
		}
		files[one.Library][one.Path] = true
	}
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(files[b]), len(files[a])), cmp.Compare(a, b))
	})
	return names
}

// Total returns how often signs occur, counted ones as often as they were counted.
func Total(places []Place) int {
	total := 0
	for _, one := range places {
		total += max(one.Count, 1)
	}
	return total
}

// FileCount returns in how many files signs are.
func FileCount(places []Place) int {
	files := map[string]bool{}
	for _, one := range places {
		files[one.Path] = true
	}
	return len(files)
}
