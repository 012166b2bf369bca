package security

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/config/regex"
)

// edgeKind says what a line of a server's configuration does.
type edgeKind string

// The kinds of such lines.
const (
	edgeLimit  edgeKind = "limit"
	edgeHeader edgeKind = "header"
)

// edgeRows are the files in which what stands before the program is configured, and
// the lines that limit rates or set security headers. Names of headers are the
// pattern's first group.
var edgeRows = []struct {
	kind    edgeKind
	file    *regex.Expression
	line    *regex.Expression
	library string
}{
	// https://nginx.org/en/docs/http/ngx_http_limit_req_module.html
	{edgeLimit, nginxFile, regex.New(`^\s*limit_(?:req|conn)(?:_zone)?\s`), "nginx"},
	{edgeHeader, nginxFile, regex.New(`(?i)^\s*(?:add_header|more_set_headers)\s+["']?(` + headerNames + `)\b`), "nginx"},
	// https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#rate-limiting
	{edgeLimit, yamlFile, regex.New(`^\s*["']?(?:haproxy\.org/rate-limit-requests|haproxy-ingress\.github\.io/limit-rps|konghq\.com/plugins["']?\s*:\s*.*rate-limit\w*|alb\.ingress\.kubernetes\.io/wafv2-acl-arn)["']?\s*:`), "the ingress"},
	{edgeLimit, yamlFile, regex.New(`^\s*plugin:\s*["']?rate-limiting(?:-advanced)?\b`), "Kong"},
	{edgeLimit, yamlFile, regex.New(`^\s*(?:rateLimitPolicy|inFlightReq):\s*$`), "the gateway"},
	{edgeLimit, yamlFile, regex.New(`^\s*["']?nginx\.ingress\.kubernetes\.io/limit-(?:rps|rpm|connections)["']?\s*:`), "ingress-nginx"},
	{edgeLimit, yamlFile, regex.New(`(?i)^\s*(?:-\s*)?["']?(?:traefik\.http\.middlewares\.[\w-]+\.ratelimit\.|kind:\s*(?:RateLimitPolicy|BackendTrafficPolicy)\b|name:\s*(?:envoy\.filters\.http\.(?:local_)?ratelimit|rate-limiting)\b)`), "the gateway"},
	{edgeLimit, regex.New(`(?i)(?:traefik|middleware|envoy|gateway|istio)[^/]*\.ya?ml$`), regex.New(`^\s*rateLimit:\s*$`), "the gateway"},
	{edgeHeader, yamlFile, regex.New(`(?i)^\s*(?:-\s*)?["']?(?:traefik\.http\.middlewares\.[\w-]+\.headers\.(?:stsSeconds|frameDeny|contentTypeNosniff|contentSecurityPolicy)|stsSeconds|contentTypeNosniff|frameDeny)\b`), "Traefik"},
	{edgeHeader, yamlFile, regex.New(`(?i)^\s*(?:-\s*)?(?:name:\s*)?["']?(` + headerNames + `)["']?\s*[:"']`), "configuration"},
	// https://gateway-api.sigs.k8s.io/guides/http-header-modifier/
	{edgeHeader, yamlFile, regex.New(`(?i)^\s*(?:-\s*)?name:\s*["']?(` + headerNames + `)["']?\s*$`), "configuration"},
	{edgeLimit, caddyFile, regex.New(`^\s*rate_limit\b`), "Caddy"},
	{edgeHeader, caddyFile, regex.New(`(?i)^\s*(?:header\s+(?:/\S*\s+)?)?["']?[+?>]?(` + headerNames + `)\b`), "Caddy"},
	{edgeHeader, regex.New(`(?:^|/)(?:_headers|netlify\.toml|vercel\.json|firebase\.json|staticwebapp\.config\.json)$`), regex.New(`(?i)["']?(` + headerNames + `)["']?\s*[:=",]`), "the host's headers"},
	// https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/wafv2_web_acl#rate_based_statement
	{edgeLimit, terraformFile, regex.New(`^\s*(?:rate_based_statement|throttle_settings|rate_limit_options|resource\s+"(?:aws_api_gateway_usage_plan|cloudflare_rate_limit|aws_wafregional_rate_based_rule)")`), "Terraform"},
	{edgeHeader, terraformFile, regex.New(`^\s*(?:strict_transport_security|content_security_policy|content_type_options|frame_options)\s*\{`), "CloudFront"},
}

const headerNames = `Strict-Transport-Security|Content-Security-Policy|X-Content-Type-Options|X-Frame-Options|Referrer-Policy`

var (
	nginxFile     = regex.New(`(?i)nginx[^/]*$|\.conf(?:\.template|\.tmpl)?$|(?:^|/)nginx/`)
	yamlFile      = regex.New(`\.ya?ml$`)
	caddyFile     = regex.New(`(?:^|/)Caddyfile[^/]*$`)
	terraformFile = regex.New(`\.tf$`)
)

// edgePlace is one line of such configuration.
type edgePlace struct {
	kind    edgeKind
	library string
	header  string // in lower case
	path    string
	line    int
	fault   string // why it does not do what it seems to; empty: it does, as far as is seen
	remedy  string
}

// readEdge reads what is configured to stand before the program.
func readEdge(ctx context.Context, content checks.Source, kind edgeKind) ([]edgePlace, error) {
	var places []edgePlace
	for _, file := range content.Files() {
		switch file.Class {
		case checks.ClassTest, checks.ClassFixture, checks.ClassExample, checks.ClassDocumentation, checks.ClassVendored:
			continue
		}
		if file.Size > 1<<20 || strings.HasPrefix(file.Path, ".github/") || !mayBeEdge(kind, file.Path) {
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
		read, whole := edgeServer(kind, file.Path, string(text))
		if places = append(places, read...); whole {
			continue
		}
		places = append(places, edgeLines(kind, file.Path, string(text))...)
	}
	return places, nil
}

func mayBeEdge(kind edgeKind, name string) bool {
	for _, row := range edgeRows {
		if row.kind == kind && row.file.MatchString(name) {
			return true
		}
	}
	return false
}

func edgeLines(kind edgeKind, name, text string) []edgePlace {
	var places []edgePlace
	number := 0
	for line := range strings.Lines(text) {
		if number++; len(line) > 1000 || strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		for _, row := range edgeRows {
			if row.kind != kind || !row.file.MatchString(name) {
				continue
			}
			if match := row.line.FindStringSubmatch(line); match != nil {
				one := edgePlace{kind: kind, library: row.library, path: name, line: number}
				if len(match) > 1 {
					one.header = strings.ToLower(match[1])
				}
				places = append(places, one)
				break
			}
		}
	}
	return places
}
