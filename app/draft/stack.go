package draft

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
)

// stack is what the project is made of.
type stack struct {
	languages  []string // "TypeScript 82 %", the largest first
	frameworks []seen
	managers   []seen
	workspaces []seen
}

// seen is something with the file that it was seen in.
type seen struct{ what, where string }

func (s *stack) uses(what, where string) {
	if !slices.ContainsFunc(s.frameworks, func(known seen) bool { return known.what == what }) {
		s.frameworks = append(s.frameworks, seen{what, where})
	}
}

// readStack reads languages from the list of files and frameworks from the
// manifests.
func readStack(ctx context.Context, r *repository) *stack {
	found := &stack{languages: languagesOf(r.source.Files())}
	for _, read := range manifestReaders {
		for _, name := range r.named(read.limit, read.wanted) {
			read.read(ctx, r, name, found)
		}
	}
	for _, lock := range lockFiles {
		if where, ok := r.firstOf(lock.files...); ok {
			found.managers = append(found.managers, seen{lock.manager, where})
		}
	}
	readWorkspaces(ctx, r, found)
	return found
}

// lockFiles tell which package manager is used, by what it leaves at the top.
var lockFiles = []struct {
	manager string
	files   []string
}{
	{"pnpm", []string{"pnpm-lock.yaml"}}, {"Yarn", []string{"yarn.lock"}}, {"npm", []string{"package-lock.json", "npm-shrinkwrap.json"}},
	{"Bun", []string{"bun.lock", "bun.lockb"}}, {"uv", []string{"uv.lock"}}, {"Poetry", []string{"poetry.lock"}},
	{"Pipenv", []string{"Pipfile.lock"}}, {"Go modules", []string{"go.mod"}}, {"Bundler", []string{"Gemfile.lock"}},
	{"Composer", []string{"composer.lock"}}, {"Cargo", []string{"Cargo.lock", "Cargo.toml"}},
	{"Maven", []string{"pom.xml"}}, {"Gradle", []string{"build.gradle.kts", "build.gradle", "settings.gradle.kts", "settings.gradle"}},
}

// languagesOf returns the languages of the project's own code with at least a
// twentieth of its bytes, four at most.
func languagesOf(files []checks.File) []string {
	bytes := map[string]int64{}
	var total int64
	for _, file := range files {
		if !own(file) || !source.Code(file.Language) {
			continue
		}
		language := file.Language
		if language == "TSX" {
			language = "TypeScript"
		}
		bytes[language] += file.Size
		total += file.Size
	}
	names := make([]string, 0, len(bytes))
	for language, size := range bytes {
		if size*20 >= total {
			names = append(names, language)
		}
	}
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(bytes[b], bytes[a]), cmp.Compare(a, b)) })
	names = names[:min(len(names), 4)]
	for index, language := range names {
		names[index] = fmt.Sprintf("%s %d %%", language, (bytes[language]*100+total/2)/max(total, 1))
	}
	return names
}

// sentence names things with the files that tell.
func sentence(things []seen) string {
	parts := make([]string, 0, len(things))
	for _, thing := range things {
		parts = append(parts, name(thing.what)+" ("+name(thing.where)+")")
	}
	return strings.Join(parts, ", ")
}

// usesNames adds the frameworks among the names, in a fixed order.
func (s *stack) usesNames(names []string, known map[string]string, where string) {
	slices.Sort(names)
	for _, dependency := range names {
		if framework, ok := known[dependency]; ok {
			s.uses(framework, where)
		}
	}
}
