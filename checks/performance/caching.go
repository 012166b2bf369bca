package performance

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/source/usage"
	"github.com/golive-app/golive/config/regex"
)

// Caching checks performance.caching: what staging lets be kept, and which layers of caching the code and the
// configuration of servers set up. A store that only a queue works on is none.
type Caching struct {
	Manifests Manifests
	Projects  Projects
}

// NewCaching returns the check.
func NewCaching(manifests Manifests, projects Projects) *Caching {
	return &Caching{Manifests: manifests, Projects: projects}
}

// Observe reads the code for caches, and configuration for what a server or a content
// delivery network keeps.
func (c *Caching) Observe(ctx context.Context, subject checks.Subject) (checks.Observation, error) {
	if subject.Source == nil {
		return unreadable, nil
	}
	code, err := c.Projects.Project(ctx, subject.Source)
	if err != nil {
		return checks.Observation{}, fmt.Errorf("looking for caches: %w", err)
	}
	overview := code.Usage()
	configured, err := readCacheConfiguration(ctx, subject.Source)
	if err != nil {
		return checks.Observation{}, err
	}
	declared, err := c.Manifests.Declared(ctx, subject.Declaring())
	if err != nil {
		return checks.Observation{}, fmt.Errorf("looking for caches: %w", err)
	}
	configured = append(configured, edgeLayers(declared, configured)...)
	networks, stores := cloudLayers(declared.Terraform)
	observation := observeCaching(subject, overview, append(configured, networks...), stores)
	if observation.NotApplicable == "" {
		observation.Findings = append(observation.Findings, cloudFindings(declared.Terraform)...)
		checks.SortFindings(observation.Findings)
	}
	return liveCaching(ctx, subject, code.Routes().Routes, observation)
}

// unreadable is what every check of this section answers without a source.
var unreadable = checks.Observation{Missing: []checks.Missing{{
	Connection: checks.ConnectionForge, Reason: "the content of the release cannot be read", Remedy: "Let golive read the repository's contents.",
}}}

// cacheConfiguration are the files in which a server or a delivery network is told to
// keep answers, and the lines that do.
var cacheConfiguration = []struct {
	file    *regex.Expression
	line    *regex.Expression
	library string
}{
	// https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_cache, https://nginx.org/en/docs/http/ngx_http_headers_module.html#expires
	{regex.New(`(?i)nginx[^/]*$|\.conf(?:\.template)?$`), regex.New(`^\s*(?:proxy_cache|fastcgi_cache|uwsgi_cache)\s+[^o\s]|^\s*expires\s+(?:max|\+?\d+[dhmyw])|^\s*add_header\s+Cache-Control\s+["']?[^;]*(?:public|max-age=[1-9]|immutable)`), "nginx"},
	// https://httpd.apache.org/docs/2.4/mod/mod_expires.html, https://httpd.apache.org/docs/2.4/mod/mod_cache.html#cacheenable
	{regex.New(`(?i)\.conf(?:\.template)?$|(?:^|/)\.htaccess$`), regex.New(`(?i)^\s*Expires(?:Default|ByType\s+\S+)\s+["']?(?:(?:access|now|modification)\s+plus\s+[1-9]|[AM][1-9])|^\s*CacheEnable\s+(?:disk|socache)|^\s*Header\s+.*Cache-Control.*(?:public|max-age=[1-9]|immutable)`), "Apache"},
	// https://docs.haproxy.org/2.6/configuration.html#6
	{regex.New(`(?i)haproxy[^/]*\.cfg$`), regex.New(`^\s*http-request\s+cache-use\s`), "HAProxy"},
	{regex.New(`(?:^|/)Caddyfile$`), regex.New(`(?i)^\s*header\s.*Cache-Control.*(?:public|max-age=[1-9]|immutable)|^\s*cache\b`), "Caddy"},
	{regex.New(`(?:^|/)(?:vercel|firebase|staticwebapp\.config|now)\.json$`), regex.New(`(?i)(?:public|max-age=[1-9]|immutable|stale-while-revalidate)`), "the host's headers"},
	{regex.New(`(?:^|/)(?:_headers|netlify\.toml)$`), regex.New(`(?i)Cache-Control\W+.*(?:public|max-age=[1-9]|immutable)`), "the host's headers"},
	{regex.New(`\.vcl$`), regex.New(`\bberesp\.ttl\b`), "Varnish"},
}

// readCacheConfiguration returns the first line of each such file.
func readCacheConfiguration(ctx context.Context, content checks.Source) ([]usage.Place, error) {
	var places []usage.Place
	for _, file := range content.Files() {
		switch file.Class {
		case checks.ClassTest, checks.ClassFixture, checks.ClassExample, checks.ClassDocumentation, checks.ClassVendored:
			continue
		}
		for _, one := range cacheConfiguration {
			if !one.file.MatchString(file.Path) || file.Size > 1<<20 {
				continue
			}
			text, err := content.Read(ctx, file.Path)
			switch {
			case ctx.Err() != nil:
				return nil, ctx.Err()
			case errors.Is(err, checks.ErrTooLarge), errors.Is(err, fs.ErrNotExist):
				continue
			case err != nil:
				return nil, fmt.Errorf("read %s: %w", path.Base(file.Path), err)
			}
			number := 0
			for line := range strings.Lines(string(text)) {
				number++
				if len(line) < 1000 && one.line.MatchString(line) {
					places = append(places, usage.Place{Path: file.Path, Sign: usage.Sign{Kind: usage.CacheHeader, Library: one.library, Line: number}})
					break
				}
			}
		}
	}
	return places, nil
}
