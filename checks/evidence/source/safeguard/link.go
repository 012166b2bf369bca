package safeguard

import (
	"slices"

	"github.com/golive-app/golive/config/regex"
)

// File is one file with what it tells.
type File struct {
	Path  string
	Facts Facts
}

// Place is a sign with the file that it is in.
type Place struct {
	Path string
	Sign
}

// Overview is what the files of a product tell together, in the order of their
// places.
type Overview map[Kind][]Place

// Link puts the facts of all files together.
func Link(files []File) Overview {
	overview := Overview{}
	for _, file := range files {
		for _, sign := range file.Facts.Signs {
			overview[sign.Kind] = append(overview[sign.Kind], Place{file.Path, sign})
		}
	}
	return overview
}

// Some returns those signs of a kind for which keep answers true.
func (o Overview) Some(kind Kind, keep func(Place) bool) []Place {
	var some []Place
	for _, one := range o[kind] {
		if keep(one) {
			some = append(some, one)
		}
	}
	return some
}

// Set returns the settings of a name, those for developers left out.
func (o Overview) Set(names ...string) []Place {
	return o.Some(Setting, func(one Place) bool { return slices.Contains(names, one.Name) && !one.Development() })
}

// Libraries names the libraries of signs, each once.
func Libraries(places []Place) []string {
	var names []string
	for _, one := range places {
		if one.Library != "" && !slices.Contains(names, one.Library) {
			names = append(names, one.Library)
		}
	}
	return names
}

// development matches what is set up for those who develop, and for tests.
var development = regex.New(`(?i)(?:^|[^a-z])(?:dev|develop|development|debug|local|test|tests|testing|ci|example|sample|demo)(?:$|[^a-z])|(?:Dev|Development|Test|Testing|Local)(?:Config|Settings|$)`)

// Development reports whether a sign is of what is there for developers: it stands
// under a condition about the environment, or its file or function says so.
func (p Place) Development() bool {
	return p.Guarded || development.MatchString(p.Path) || development.MatchString(p.Function)
}
