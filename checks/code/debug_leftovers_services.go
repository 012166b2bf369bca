package code

import (
	"path"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source"
)

// services are the projects of a release that are services or apps, by the
// folder of their manifest and the platform of their language. A repository may
// hold a service beside a tool for the terminal.
type services struct {
	roots   map[string]bool
	serving map[product]bool
}

type product struct{ root, platform string }

// manifests are the files that stand at the top of a project.
var manifests = map[string]bool{
	"go.mod": true, "pyproject.toml": true, "setup.py": true, "setup.cfg": true, "requirements.txt": true, "Pipfile": true, "manage.py": true,
	"pom.xml": true, "build.gradle": true, "build.gradle.kts": true, "Gemfile": true, "composer.json": true, "Cargo.toml": true,
}

// servicesIn finds them by the frameworks that production code imports.
func servicesIn(files []checks.File, facts map[string]source.Facts) services {
	found := services{roots: map[string]bool{}, serving: map[product]bool{}}
	for _, file := range files {
		if base := path.Base(file.Path); manifests[base] || strings.HasSuffix(base, ".csproj") {
			found.roots[path.Dir(file.Path)] = true
		}
	}
	for _, file := range files {
		if file.Class == checks.ClassProduction && facts[file.Path].Serves != "" {
			found.serving[found.product(file)] = true
		}
	}
	return found
}

func (s services) hold(file checks.File) bool { return s.serving[s.product(file)] }

// product returns the project that a file belongs to: of the nearest manifest
// above it, or of the whole repository.
func (s services) product(file checks.File) product {
	platform := file.Language
	if platform == "Kotlin" {
		platform = "Java"
	}
	folder := path.Dir(file.Path)
	for folder != "." && !s.roots[folder] {
		folder = path.Dir(folder)
	}
	return product{folder, platform}
}
