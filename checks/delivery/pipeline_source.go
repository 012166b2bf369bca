package delivery

import (
	"path"
	"slices"
	"strings"

	"github.com/golive-app/golive/checks"
)

// platforms are files that tell a platform how to deploy the repository by
// itself when it is pushed to.
var platforms = []string{
	"vercel.json", "netlify.toml", "fly.toml", "render.yaml", "render.yml", "app.json", "heroku.yml", "railway.json", "railway.toml", "wrangler.toml", "wrangler.json", "wrangler.jsonc", "firebase.json", "amplify.yml",
	"captain-definition", "zeabur.json", "koyeb.yaml", "nixpacks.toml", ".do/app.yaml", "Procfile", "dokku.json", "skaffold.yaml", "app.yaml", "apprunner.yaml", "fleet.yaml", "copilot/.workspace",
}

// compiledBy are files of projects that have something to build before they run.
var compiledBy = []string{"go.mod", "Cargo.toml", "pom.xml", "build.gradle", "build.gradle.kts", "tsconfig.json", "Dockerfile", "CMakeLists.txt", "mix.exs", "Package.swift", "vite.config.ts", "vite.config.js", "webpack.config.js", "next.config.js"}

// look reads what stands beside the workflows.
func (f *pipelineFacts) look(source checks.Source) {
	for _, file := range source.Files() {
		if file.Class == checks.ClassExample || file.Class == checks.ClassTest || file.Class == checks.ClassFixture || file.Class == checks.ClassVendored {
			continue
		}
		name := path.Base(file.Path)
		if slices.Contains(platforms, file.Path) || slices.Contains(platforms, name) && strings.Count(file.Path, "/") <= 2 {
			f.outside = append(f.outside, file.Path)
		}
		f.compiled = f.compiled || slices.Contains(compiledBy, name) || strings.HasSuffix(name, ".csproj")
	}
}
