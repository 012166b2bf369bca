package draft

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/config/regex"
)

// mostHints is how many hints are shown for one environment.
const mostHints = 5

// hint adds a hint about an environment.
func (p *places) hint(one stage, address, format string, arguments ...any) {
	number := 0
	for _, known := range p.hints {
		if known.stage == one {
			number++
		}
	}
	if number < mostHints {
		p.hints = append(p.hints, hint{one, plain(fmt.Sprintf(format, arguments...)), address})
	}
}

// readHints looks at what deploys outside of GitHub's environments. All of it is
// hints: none of these files says which environment a release goes to.
func readHints(ctx context.Context, r *repository, flows []workflow, found *places) {
	for _, flow := range flows {
		base := strings.TrimSuffix(path.Base(flow.path), path.Ext(flow.path))
		if one, _, ok := stageOf(base); ok && len(found.deployments[one]) == 0 && speaksOfDeploying(base) {
			found.hint(one, "", "%s deploys by its name and names no environment; with jobs.….environment GitHub records its deployments", name(flow.path))
		}
	}
	readFly(ctx, r, found)
	readRender(ctx, r, found)
	readPlatforms(r, found)
	readFolders(ctx, r, found)
}

func speaksOfDeploying(base string) bool {
	base = strings.ToLower(base)
	for _, word := range []string{"deploy", "release", "publish", "promote", "rollout", "cd-", "-cd"} {
		if strings.Contains(base, word) {
			return true
		}
	}
	return false
}

// readFly reads the apps of Fly.io, which answer below fly.dev.
// https://fly.io/docs/reference/configuration/
func readFly(ctx context.Context, r *repository, found *places) {
	for _, where := range r.named(6, func(base string) bool { return strings.HasPrefix(base, "fly.") && strings.HasSuffix(base, ".toml") }) {
		var settings struct {
			App any `toml:"app"`
		}
		if !r.readTOML(ctx, where, &settings) {
			continue
		}
		app, _ := settings.App.(string)
		if !hostLabel.MatchString(app) {
			continue
		}
		one, _, ok := stageOf(path.Base(where))
		if !ok {
			one, _, ok = stageOf(app)
		}
		if !ok {
			one = production
		}
		found.hint(one, "https://"+app+".fly.dev", "%s deploys the Fly.io app %s", name(where), app)
	}
}

var hostLabel = regex.New(`^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$`)

// readRender reads the services of Render whose names speak of an environment.
// https://render.com/docs/blueprint-spec
func readRender(ctx context.Context, r *repository, found *places) {
	where, ok := r.firstOf("render.yaml", "render.yml")
	if !ok {
		return
	}
	var document yaml.Node
	if !r.readYAML(ctx, where, &document) || len(document.Content) == 0 {
		return
	}
	services := valueOf(document.Content[0], "services")
	if services == nil {
		return
	}
	for _, service := range services.Content {
		called := text(valueOf(service, "name"))
		if one, _, ok := stageOf(called); ok && hostLabel.MatchString(called) {
			found.hint(one, "https://"+called+".onrender.com", "%s:%d deploys the Render service %s", where, service.Line, called)
		}
	}
}

// readPlatforms names platforms that deploy by themselves.
func readPlatforms(r *repository, found *places) {
	for _, platform := range []struct{ file, text string }{
		// https://vercel.com/docs/git/vercel-for-github
		{"vercel.json", `vercel.json: Vercel deploys by itself and records GitHub deployments, usually called "Production"`},
		{"netlify.toml", "netlify.toml: Netlify deploys by itself, its production branch to production"},
		{"app.json", "app.json describes a Heroku app or an Expo one; a pipeline's stages are set there and not in the files"},
		{"Procfile", "Procfile: a platform such as Heroku starts it; its stages are set there and not in the files"},
	} {
		if where, ok := r.firstOf(platform.file); ok && where != "" {
			found.hint(production, "", "%s", platform.text)
		}
	}
}

var (
	composeFile = regex.New(`^(?:docker-)?compose[.-]([a-z0-9-]+)\.ya?ml$`)
	valuesFile  = regex.New(`^values[._-]([a-z0-9-]+)\.ya?ml$|^([a-z0-9-]+)[._-]values\.ya?ml$`)
	environFile = regex.New(`^\.env\.([a-z0-9.-]+)$`)
	urlVariable = regex.New(`(?m)^\s*(?:export\s+)?([A-Z][A-Z0-9_]*(?:URL|HOST|ORIGIN|DOMAIN))\s*=\s*["']?([^\s"'#]+)`)
	ownAddress  = regex.New(`(?:^|_)(?:APP|SITE|BASE|PUBLIC|FRONTEND|WEB|API|BACKEND|SERVER|NEXTAUTH|ROOT|CANONICAL)_|^(?:URL|HOST|DOMAIN|ORIGIN)$`)
	ingressHost = regex.New(`(?m)^\s*-?\s*(?:host|hostname):\s*["']?([A-Za-z0-9.-]+)["']?\s*(?:#.*)?$`)
)

// mostHintFiles is how many files are opened for an address in them.
const mostHintFiles = 20

// readFolders finds files and folders that are called by an environment:
// overlays of Kubernetes, values of Helm, compose files, variables.
func readFolders(ctx context.Context, r *repository, found *places) {
	overlays := map[string]bool{}
	opened := 0
	for _, file := range r.source.Files() {
		if !own(file) {
			continue
		}
		base := path.Base(file.Path)
		one, kind, ok := calledBy(file.Path)
		if !ok {
			continue
		}
		address, variable := "", ""
		if (kind == "variables" || kind == "values" || kind == "overlay") && opened < mostHintFiles && (kind != "overlay" || strings.Contains(base, "ingress")) {
			opened++
			if data, ok := r.read(ctx, file.Path); ok {
				address, variable = addressIn(data, kind)
			}
		}
		suffix := ""
		if variable != "" {
			suffix = " (" + variable + " there)"
		}
		switch kind {
		case "overlay":
			folder := path.Dir(file.Path)
			if !overlays[folder] || address != "" {
				overlays[folder] = true
				found.hint(one, address, "%s is a Kubernetes overlay%s", name(folder), suffix)
			}
		case "values":
			found.hint(one, address, "%s holds Helm values%s", name(file.Path), suffix)
		case "compose":
			found.hint(one, "", "%s is a compose file for it", name(file.Path))
		case "variables":
			found.hint(one, address, "%s holds its variables%s", name(file.Path), suffix)
		}
	}
}

// calledBy tells by a path which environment a file is for, and what it is.
func calledBy(file string) (one stage, kind string, ok bool) {
	base := path.Base(file)
	if match := composeFile.FindStringSubmatch(base); match != nil {
		one, _, ok = stageOf(match[1])
		return one, "compose", ok
	}
	if match := valuesFile.FindStringSubmatch(base); match != nil {
		one, _, ok = stageOf(match[1] + match[2])
		return one, "values", ok
	}
	if match := environFile.FindStringSubmatch(base); match != nil {
		one, _, ok = stageOf(match[1])
		return one, "variables", ok
	}
	parent := path.Dir(file)
	if holder := path.Base(path.Dir(parent)); (holder == "overlays" || holder == "environments" || holder == "envs") && strings.HasSuffix(base, "ml") {
		one, _, ok = stageOf(path.Base(parent))
		return one, "overlay", ok && (holder == "overlays" || strings.Contains(base, "kustomization") || strings.Contains(base, "ingress"))
	}
	return "", "", false
}

// addressIn finds the first public address in a file, and what it is called
// there. Nothing else of the file is kept: variables may be secrets.
func addressIn(data []byte, kind string) (address, called string) {
	if kind != "variables" {
		for _, match := range ingressHost.FindAllSubmatch(data, 50) {
			if address := "https://" + string(match[1]); publicURL(address) {
				return address, "host"
			}
		}
		return "", ""
	}
	for _, match := range urlVariable.FindAllSubmatch(data, 200) {
		if !ownAddress.Match(match[1]) {
			continue
		}
		value := string(match[2])
		if bytes.HasSuffix(match[1], []byte("HOST")) || bytes.HasSuffix(match[1], []byte("DOMAIN")) {
			value = "https://" + strings.TrimPrefix(value, "https://")
		}
		if publicURL(value) && strings.Trim(pathOf(value), "/") == "" {
			return strings.TrimRight(value, "/"), string(match[1])
		}
	}
	return "", ""
}

// pathOf returns what stands behind the host of an address.
func pathOf(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	_, behind, _ := strings.Cut(rest, "/")
	return behind
}
