package manifest

import (
	"path"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config/regex"
)

// platformFile is a file of a platform that runs programs itself.
type platformFile struct {
	name   string
	file   *regex.Expression
	sign   *regex.Expression // what the file must hold; nil: nothing
	health *regex.Expression // what sets the path that is asked
	whole  bool
}

// platformFiles are platforms by their files.
//
//   - https://render.com/docs/blueprint-spec
//   - https://docs.railway.com/reference/config-as-code
//   - https://cloud.google.com/appengine/docs/standard/reference/app-yaml
//   - https://www.serverless.com/framework/docs/providers/aws/guide/serverless.yml
//   - https://vercel.com/docs/project-configuration
var platformFiles = []platformFile{
	{"Render", regex.New(`^render\.ya?ml$`), nil, regex.New(`(?m)^\s*healthCheckPath:\s*(\S+)`), false},
	{"Railway", regex.New(`^railway\.(?:json|toml)$`), nil, regex.New(`(?m)"?healthcheckPath"?\s*[:=]\s*"([^"]+)"`), false},
	{"App Engine", regex.New(`^app\.ya?ml$`), regex.New(`(?m)^runtime:`), regex.New(`(?m)^\s+path:\s*["']?([^"'\s]+)`), false},
	{"DigitalOcean App Platform", regex.New(`^app\.ya?ml$`), regex.New(`(?m)^services:`), regex.New(`(?m)^\s+http_path:\s*["']?([^"'\s]+)`), false},
	{"Serverless Framework", regex.New(`^serverless\.ya?ml$`), regex.New(`(?m)^functions:`), nil, true},
	{"Vercel", regex.New(`^vercel\.json$`), nil, nil, true},
	{"Netlify", regex.New(`^netlify\.toml$`), nil, nil, true},
	{"Cloudflare Workers", regex.New(`^wrangler\.(?:toml|jsonc?)$`), nil, nil, true},
}

func platformOf(name string) *platformFile {
	base := path.Base(name)
	for index, one := range platformFiles {
		if one.file.MatchString(base) {
			return &platformFiles[index]
		}
	}
	return nil
}

func (g *gathering) readPlatforms() {
	g.each(func(file checks.File, content []byte) {
		base, text := path.Base(file.Path), string(content)
		for _, one := range platformFiles {
			if !one.file.MatchString(base) || one.sign != nil && !one.sign.MatchString(text) {
				continue
			}
			if away(stageOf(file.Path)) {
				g.elsewhere(file.Path)
				continue
			}
			found := Platform{Name: one.name, Path: file.Path, Line: 1, Edge: true, Whole: one.whole}
			if one.health != nil {
				if at := one.health.FindStringSubmatchIndex(text); at != nil {
					found.Health, found.Line = text[at[2]:at[3]], 1+strings.Count(text[:at[2]], "\n")
				}
			}
			g.declared.Platforms = append(g.declared.Platforms, found)
		}
	})
}
