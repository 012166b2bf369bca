package draft

import (
	"context"
	"encoding/json"
	"path"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// manifestReader reads the manifests of one ecosystem.
type manifestReader struct {
	limit  int // files that are opened, the shallowest first
	wanted func(base string) bool
	read   func(ctx context.Context, r *repository, name string, found *stack)
}

func exactly(names ...string) func(string) bool {
	return func(base string) bool {
		for _, name := range names {
			if base == name {
				return true
			}
		}
		return false
	}
}

var requirementsFile = regex.New(`^requirements([-_.][a-z-]+)?\.(txt|in)$`)

var manifestReaders = []manifestReader{
	{40, exactly("package.json"), readPackageJSON},
	{10, exactly("pyproject.toml"), readPyproject},
	{10, requirementsFile.MatchString, linesReader(pythonRequirement, pythonFrameworks)},
	{5, exactly("Pipfile"), linesReader(tomlKey, pythonFrameworks)},
	{10, exactly("go.mod"), linesReader(goRequirement, goFrameworks)},
	{5, exactly("Gemfile"), linesReader(rubyGem, rubyFrameworks)},
	{5, exactly("composer.json"), readComposer},
	{20, exactly("pom.xml"), linesReader(mavenGroup, javaFrameworks)},
	{20, exactly("build.gradle", "build.gradle.kts"), linesReader(gradleWord, javaFrameworks)},
	{20, exactly("Cargo.toml"), readCargo},
}

// The libraries that say what kind of program a repository holds, by the names
// that manifests call them.
var (
	nodeFrameworks = map[string]string{
		"next": "Next.js", "nuxt": "Nuxt", "@nestjs/core": "NestJS", "express": "Express", "fastify": "Fastify", "koa": "Koa", "hono": "Hono",
		"@hapi/hapi": "hapi", "@sveltejs/kit": "SvelteKit", "@angular/core": "Angular", "@remix-run/node": "Remix", "@remix-run/react": "Remix",
		"astro": "Astro", "gatsby": "Gatsby", "react": "React", "vue": "Vue", "svelte": "Svelte", "@prisma/client": "Prisma",
		"typeorm": "TypeORM", "sequelize": "Sequelize", "drizzle-orm": "Drizzle", "knex": "Knex", "mongoose": "Mongoose", "electron": "Electron",
	}
	pythonFrameworks = map[string]string{
		"django": "Django", "flask": "Flask", "fastapi": "FastAPI", "starlette": "Starlette", "tornado": "Tornado", "aiohttp": "aiohttp",
		"pyramid": "Pyramid", "litestar": "Litestar", "sanic": "Sanic", "celery": "Celery", "sqlalchemy": "SQLAlchemy", "alembic": "Alembic", "sqlmodel": "SQLModel",
	}
	goFrameworks = map[string]string{
		"github.com/gin-gonic/gin": "Gin", "github.com/labstack/echo": "Echo", "github.com/gofiber/fiber": "Fiber", "github.com/go-chi/chi": "chi",
		"github.com/gorilla/mux": "gorilla/mux", "google.golang.org/grpc": "gRPC", "connectrpc.com/connect": "Connect", "gorm.io/gorm": "GORM", "entgo.io/ent": "ent",
	}
	rubyFrameworks = map[string]string{"rails": "Rails", "sinatra": "Sinatra", "hanami": "Hanami", "grape": "Grape", "roda": "Roda", "sidekiq": "Sidekiq"}
	phpFrameworks  = map[string]string{
		"laravel/framework": "Laravel", "symfony/framework-bundle": "Symfony", "symfony/symfony": "Symfony", "slim/slim": "Slim",
		"cakephp/cakephp": "CakePHP", "yiisoft/yii2": "Yii", "codeigniter4/framework": "CodeIgniter",
	}
	javaFrameworks = map[string]string{
		"org.springframework.boot": "Spring Boot", "io.quarkus": "Quarkus", "io.micronaut": "Micronaut", "io.ktor": "Ktor", "io.vertx": "Vert.x",
		"io.dropwizard": "Dropwizard", "io.helidon": "Helidon", "com.android.application": "Android", "org.flywaydb": "Flyway", "org.liquibase": "Liquibase",
	}
	rustFrameworks = map[string]string{
		"actix-web": "Actix Web", "axum": "Axum", "rocket": "Rocket", "warp": "warp", "tonic": "tonic", "tide": "Tide", "poem": "Poem",
		"diesel": "Diesel", "sqlx": "SQLx", "sea-orm": "SeaORM",
	}
)

// The lines of manifests that name a dependency; the name is the first group.
var (
	pythonRequirement = regex.New(`(?m)^\s*([A-Za-z0-9][A-Za-z0-9._-]*)`)
	tomlKey           = regex.New(`(?m)^\s*"?([A-Za-z0-9][A-Za-z0-9._-]*)"?\s*=`)
	goRequirement     = regex.New(`(?m)^\s*(?:require\s+)?([a-z0-9][a-z0-9.-]*\.[a-z]+/[^\s]+?)(?:/v\d+)?\s+v\d[^\s]*\s*$`)
	rubyGem           = regex.New(`(?m)^\s*gem[\s(]+["']([A-Za-z0-9._-]+)["']`)
	mavenGroup        = regex.New(`<groupId>\s*([A-Za-z0-9._-]+)\s*</groupId>`)
	gradleWord        = regex.New(`["'(]((?:org|io|com)\.[A-Za-z0-9.]+)[:"')]`)
)

// linesReader reads a manifest by the lines that name a dependency.
func linesReader(line *regex.Expression, known map[string]string) func(context.Context, *repository, string, *stack) {
	return func(ctx context.Context, r *repository, name string, found *stack) {
		data, ok := r.read(ctx, name)
		if !ok {
			return
		}
		for _, match := range line.FindAllSubmatch(data, -1) {
			dependency := string(match[1])
			if framework, ok := known[strings.ToLower(dependency)]; ok {
				found.uses(framework, name)
			} else if framework, ok := known[dependency]; ok {
				found.uses(framework, name)
			}
		}
	}
}

// packageJSON is what is read of an npm manifest. Fields of another shape than
// usual are left alone.
type packageJSON struct {
	Name            json.RawMessage `json:"name"`
	Dependencies    json.RawMessage `json:"dependencies"`
	DevDependencies json.RawMessage `json:"devDependencies"`
	Workspaces      json.RawMessage `json:"workspaces"`
	PackageManager  json.RawMessage `json:"packageManager"`
	Release         json.RawMessage `json:"release"`
	Scripts         json.RawMessage `json:"scripts"`
}

// keysOf returns the keys of a JSON object; none for anything else.
func keysOf(data json.RawMessage) map[string]json.RawMessage {
	keys := map[string]json.RawMessage{}
	if len(data) == 0 || json.Unmarshal(data, &keys) != nil {
		return nil
	}
	return keys
}

func readPackageJSON(ctx context.Context, r *repository, name string, found *stack) {
	var manifest packageJSON
	if !r.readJSON(ctx, name, &manifest) {
		return
	}
	found.usesKeys(keysOf(manifest.Dependencies), nodeFrameworks, name)
	if path.Dir(name) == "." {
		found.usesKeys(keysOf(manifest.DevDependencies), nodeFrameworks, name)
	}
}

// usesKeys adds the frameworks among the keys, in a fixed order.
func (s *stack) usesKeys(keys map[string]json.RawMessage, known map[string]string, where string) {
	names := make([]string, 0, len(keys))
	for key := range keys {
		names = append(names, key)
	}
	s.usesNames(names, known, where)
}

func readComposer(ctx context.Context, r *repository, name string, found *stack) {
	var manifest struct {
		Require json.RawMessage `json:"require"`
	}
	if r.readJSON(ctx, name, &manifest) {
		found.usesKeys(keysOf(manifest.Require), phpFrameworks, name)
	}
}

func readPyproject(ctx context.Context, r *repository, name string, found *stack) {
	var manifest struct {
		Project struct {
			Dependencies any `toml:"dependencies"`
		} `toml:"project"`
		Tool struct {
			Poetry struct {
				Dependencies any `toml:"dependencies"`
			} `toml:"poetry"`
		} `toml:"tool"`
	}
	if !r.readTOML(ctx, name, &manifest) {
		return
	}
	var names []string
	if listed, ok := manifest.Project.Dependencies.([]any); ok {
		for _, one := range listed {
			text, _ := one.(string)
			names = append(names, strings.ToLower(strings.TrimSpace(pythonRequirement.FindString(text))))
		}
	}
	if table, ok := manifest.Tool.Poetry.Dependencies.(map[string]any); ok {
		for key := range table {
			names = append(names, strings.ToLower(key))
		}
	}
	found.usesNames(names, pythonFrameworks, name)
}

func readCargo(ctx context.Context, r *repository, name string, found *stack) {
	var manifest struct {
		Dependencies any `toml:"dependencies"`
		Workspace    struct {
			Dependencies any `toml:"dependencies"`
		} `toml:"workspace"`
	}
	if !r.readTOML(ctx, name, &manifest) {
		return
	}
	var names []string
	for _, dependencies := range []any{manifest.Dependencies, manifest.Workspace.Dependencies} {
		table, _ := dependencies.(map[string]any)
		for key := range table {
			names = append(names, key)
		}
	}
	found.usesNames(names, rustFrameworks, name)
}
