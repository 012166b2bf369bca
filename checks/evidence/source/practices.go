package source

import (
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/practice"
)

// Practices are the habits of a release's code, with what was read of it.
type Practices struct {
	Signs  []PlacedSign // of files that others wrote, of generated ones and of fixtures there are none
	Files  []checks.File
	Read   int              // production files whose programs were read
	Unread []checks.Skipped // production files that could not be read
	Later  map[string]int   // production files by language whose programs are not read
}

// PlacedSign is a sign in its file.
type PlacedSign struct {
	practice.Sign
	File    checks.File
	Browser bool // the file's code runs in a browser
}

// PracticesOf gathers the practices of a release from the facts of its files.
func PracticesOf(files []checks.File, facts map[string]Facts, unread []checks.Skipped) Practices {
	found := Practices{Files: files, Later: map[string]int{}}
	lost := map[string]checks.Skipped{}
	for _, skipped := range unread {
		lost[skipped.Path] = skipped
	}
	for _, file := range found.Files {
		read, known := facts[file.Path]
		if !written(file.Class) {
			continue
		}
		for _, sign := range read.Practice.Signs {
			found.Signs = append(found.Signs, PlacedSign{Sign: sign, File: file, Browser: read.Practice.Browser})
		}
		if file.Class != checks.ClassProduction || !Code(file.Language) {
			continue
		}
		skipped, missing := lost[file.Path]
		switch {
		case !ReadsPrograms(file.Language):
			found.Later[file.Language]++
		case missing:
			found.Unread = append(found.Unread, skipped)
		case read.Deep != "":
			found.Unread = append(found.Unread, checks.Skipped{Path: file.Path, Reason: read.Deep})
		case known:
			found.Read++
		}
	}
	return found
}

// written reports whether files of a class are written by the people of the release.
func written(class checks.PathClass) bool {
	return class != checks.ClassVendored && class != checks.ClassGenerated && class != checks.ClassFixture && class != checks.ClassDocumentation
}

// Of returns the signs of these kinds in production code.
func (p Practices) Of(kinds ...practice.Kind) []PlacedSign {
	var found []PlacedSign
	for _, sign := range p.Signs {
		if sign.File.Class != checks.ClassProduction {
			continue
		}
		for _, kind := range kinds {
			if sign.Kind == kind {
				found = append(found, sign)
			}
		}
	}
	return found
}
