package delivery

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/evidence/source/project"
	"github.com/golive-app/golive/checks/evidence/source/setting"
	"github.com/golive-app/golive/config/regex"
)

// configKey is one variable that the code reads.
type configKey struct {
	name  string
	need  setting.Need
	later bool // demanded, but only where a condition or a call leads there
	path  string
	line  int
	by    string
	added bool // every place that reads it is new in this release
	build bool // its value is fixed when the program is built
}

// demanded reports whether the program stops without it, whatever happens.
func (k *configKey) demanded() bool { return k.need == setting.Demanded && !k.later && !k.build }

// readKeys gathers the variables that the product reads.
func (f *configFacts) readKeys(ctx context.Context, subject checks.Subject, code *project.Project) error {
	known := map[string]*configKey{}
	classes := map[string]checks.PathClass{}
	defaults := map[string]bool{}
	var lost []string // files whose programs could not be read
	for _, file := range code.Files {
		classes[file.Path] = file.Class
		if !ofProduct(file) || elsewhereRun.MatchString(file.Path) {
			continue
		}
		facts, tool := code.Facts[file.Path].Settings, tooling(file.Path)
		plain, declares := setting.Plain(file.Language) && !source.ReadsSettings(file.Language), setting.Declares(file.Path)
		switch {
		case plain && !tool, declares:
			content, err := subject.Source.Read(ctx, file.Path)
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if err != nil {
				f.unread = append(f.unread, file.Path)
				continue
			}
			if declares {
				facts = setting.ReadDeclared(file.Path, content)
			} else {
				facts = setting.ReadPlain(file.Language, content, nil)
			}
		case !source.ReadsSettings(file.Language):
			continue
		}
		if !tool {
			f.files++
		}
		if code.Facts[file.Path].Deep != "" && !tool {
			lost = append(lost, file.Path)
		}
		f.computes = f.computes || len(facts.Computed) > 0 && !tool
		for _, name := range facts.Defaults {
			defaults[name] = true
		}
		for _, reading := range facts.Readings {
			// What Prisma's own settings take, it takes where it is run, too.
			if !platformGives(reading.Name) && (!tool || reading.By == setting.Prisma) {
				merge(known, reading, file, subject.Range)
			}
		}
	}
	for name := range defaults {
		if one := known[name]; one != nil {
			one.need, one.later = setting.Optional, false
		}
	}
	for _, skipped := range code.Unread {
		if class := classes[skipped.Path]; class == checks.ClassProduction || class == checks.ClassCommand {
			lost = append(lost, skipped.Path)
		}
	}
	for _, name := range lost {
		// Only what speaks of the environment could have told of a variable.
		if content, err := subject.Source.Read(ctx, name); err != nil || speaks.Match(content) {
			f.unread = append(f.unread, name)
		}
	}
	for _, one := range known {
		f.keys = append(f.keys, one)
	}
	slices.SortFunc(f.keys, func(a, b *configKey) int { return cmp.Compare(a.name, b.name) })
	return nil
}

// ofProduct reports whether a file's variables are the product's. Prisma's settings are
// read where its migrations are run, which is where the product starts.
func ofProduct(file checks.File) bool {
	switch file.Class {
	case checks.ClassProduction, checks.ClassCommand:
		return true
	case checks.ClassScript:
		return strings.HasPrefix(path.Base(file.Path), "prisma.config.")
	}
	return false
}

// speaks matches what code that reads its environment says somewhere.
var speaks = regex.New(`process\.env|import\.meta\.env|os\.environ|[gG]etenv|LookupEnv|BaseSettings|createEnv|cleanEnv|\bENV\b|\benv(?:::var|!?\()|@Value|GetEnvironmentVariable`)

// elsewhereRun matches settings of stages other than production, by where frameworks
// keep them.
var elsewhereRun = regex.New(`(?:^|/)config/environments/(?:development|test|staging|local|ci|cypress|docker)\.\w+$|(?:^|/)config/(?:dev|test)\.exs$`)

// merge joins the places that read one variable: what one place demands is
// demanded, and where another has a default, it is not.
func merge(known map[string]*configKey, reading setting.Reading, file checks.File, added *checks.Range) {
	fresh := added != nil && added.Adds(file.Path, reading.Line)
	one := known[reading.Name]
	if one == nil {
		known[reading.Name] = &configKey{
			name: reading.Name, need: reading.Need, later: reading.Later, path: file.Path, line: reading.Line, by: reading.By, added: fresh, build: builtIn(reading.Name, reading.By),
		}
		return
	}
	one.added = one.added && fresh
	firm := func(need setting.Need, later bool) bool { return need == setting.Demanded && !later }
	switch {
	case firm(one.need, one.later):
	case firm(reading.Need, reading.Later), one.need != setting.Optional && reading.Need == setting.Optional, one.need == setting.Unknown && reading.Need == setting.Demanded:
		one.need, one.later, one.path, one.line, one.by = reading.Need, reading.Later, file.Path, reading.Line, reading.By
	}
}

// toolFiles are programs that build, test or deploy the product and read what
// developers and CI set.
var toolFiles = []string{
	"vite.config.", "vitest.config.", "next.config.", "nuxt.config.", "jest.config.", "playwright.config.", "cypress.config.", "webpack.config.", "rollup.config.", "astro.config.",
	"svelte.config.", "drizzle.config.", "codegen.", "eslint.config.", "tailwind.config.", "karma.conf.", "gulpfile.", "Gruntfile.", "conftest.py", "noxfile.py", "fabfile.py", "tasks.py",
	"metro.config.", "babel.config.", "app.config.", "capacitor.config.", "prisma.config.", "sentry.", "wdio.conf.", "knexfile.", "setup.py", "Rakefile", "lighthouserc.", "next-i18next.config.",
	"electron-builder.", "electron.vite.config.", "forge.config.", "postcss.config.", "quasar.config.", "release.config.", "config.ru",
	"Capfile", "Guardfile", "Dangerfile", "Fastfile", "Appfile", "Vagrantfile", "Gemfile", "deploy.rb",
}

func tooling(name string) bool {
	base := name[strings.LastIndexByte(name, '/')+1:]
	return slices.ContainsFunc(toolFiles, func(one string) bool { return strings.HasPrefix(base, one) })
}

// where words a place.
func (k *configKey) where() string {
	return fmt.Sprintf("`%s:%d`", strings.ReplaceAll(k.path, "`", "'"), k.line)
}
