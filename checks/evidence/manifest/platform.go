package manifest

import (
	"path"
	"regexp"
	"strings"

	"github.com/golive-app/golive/checks"
)

// platformFile is a file of a platform that runs programs itself.
type platformFile struct {
	name   string
	file   *regexp.Regexp
	sign   *regexp.Regexp // what the file must hold; nil: nothing
	health *regexp.Regexp // what sets the path that is asked
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
	{"Render", regexp.MustCompile(`^render\.ya?ml$`), nil, regexp.MustCompile(`(?m)^\s*healthCheckPath:\s*(\S+)`), false},
	{"Railway", regexp.MustCompile(`^railway\.(?:json|toml)$`), nil, regexp.MustCompile(`(?m)"?healthcheckPath"?\s*[:=]\s*"([^"]+)"`), false},
	{"App Engine", regexp.MustCompile(`^app\.ya?ml$`), regexp.MustCompile(`(?m)^runtime:`), regexp.MustCompile(`(?m)^\s+path:\s*["']?([^"'\s]+)`), false},
	{"DigitalOcean App Platform", regexp.MustCompile(`^app\.ya?ml$`), regexp.MustCompile(`(?m)^services:`), regexp.MustCompile(`(?m)^\s+http_path:\s*["']?([^"'\s]+)`), false},
	{"Serverless Framework", regexp.MustCompile(`^serverless\.ya?ml$`), regexp.MustCompile(`(?m)^functions:`), nil, true},
	{"Vercel", regexp.MustCompile(`^vercel\.json$`), nil, nil, true},
	{"Netlify", regexp.MustCompile(`^netlify\.toml$`), nil, nil, true},
	{"Cloudflare Workers", regexp.MustCompile(`^wrangler\.(?:toml|jsonc?)$`), nil, nil, true},
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
