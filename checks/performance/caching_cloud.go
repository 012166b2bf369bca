package performance

import (
	"context"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest"
	"github.com/golive-app/golive/checks/evidence/manifest/terraform"
	"github.com/golive-app/golive/checks/evidence/source/usage"
	"github.com/golive-app/golive/checks/snippet"
	"github.com/golive-app/golive/checks/wording"
)

// Manifests reads what a release declares, once for all items.
type Manifests interface {
	Declared(ctx context.Context, src checks.Source) (*manifest.Declared, error)
}

// networks are resources that keep answers near to who asks, by the name people know.
var networks = map[string]string{
	"aws_cloudfront_distribution": "CloudFront", "google_compute_backend_bucket": "Cloud CDN", "google_compute_backend_service": "Cloud CDN", "azurerm_cdn_endpoint": "Azure CDN", "azurerm_cdn_frontdoor_profile": "Azure Front Door",
	"cloudflare_page_rule": "Cloudflare", "cloudflare_ruleset": "Cloudflare", "cloudflare_cache_rule": "Cloudflare", "fastly_service_vcl": "Fastly", "fastly_service_compute": "Fastly", "digitalocean_cdn": "DigitalOcean's CDN",
}

// storeKinds are resources that keep values for programs.
var storeKinds = map[string]string{
	"aws_elasticache_cluster": "ElastiCache", "aws_elasticache_replication_group": "ElastiCache", "aws_elasticache_serverless_cache": "ElastiCache", "aws_memorydb_cluster": "MemoryDB", "google_redis_instance": "Memorystore",
	"google_redis_cluster": "Memorystore", "google_memcache_instance": "Memorystore", "azurerm_redis_cache": "Azure Cache for Redis", "azurerm_managed_redis": "Azure Managed Redis",
}

// noCaching is CloudFront's own policy that keeps nothing
// (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html).
const noCaching = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"

// cloudLayers are the delivery networks of Terraform as places of configuration, and the
// stores that it makes, which are no cache by themselves.
func cloudLayers(configuration *terraform.Configuration) (configured []usage.Place, stores []cacheLayer) {
	at := func(r *terraform.Resource, name string) usage.Place {
		return usage.Place{Path: r.Place().Path, Sign: usage.Sign{Kind: usage.CacheHeader, Library: name, Line: r.Place().Line}}
	}
	for _, one := range configuration.All() {
		if name := networks[one.Kind]; name != "" && keepsAnswers(one) {
			configured = append(configured, at(one, name))
		}
		if name := storeKinds[one.Kind]; name != "" {
			stores = append(stores, cacheLayer{name: name, summary: name + " is declared (" + wording.Quoted(one.Label()) + "); whether it serves as a cache, the code says", places: []usage.Place{at(one, name)}})
		}
	}
	return configured, stores
}

// keepsAnswers reports whether a delivery network is told to keep any.
func keepsAnswers(r *terraform.Resource) bool {
	switch r.Kind {
	case "aws_cloudfront_distribution":
		if on, known := r.Get("enabled").Bool(); known && !on {
			return false
		}
		more, whole := r.Blocks("ordered_cache_behavior")
		most, known := r.Get("default_cache_behavior.max_ttl").Number()
		nothing := r.Get("default_cache_behavior.cache_policy_id").Text() == noCaching || known && most == 0
		return !nothing || len(more) > 0 || !whole
	case "google_compute_backend_service", "google_compute_backend_bucket":
		on, known := r.Get("enable_cdn").Bool()
		return known && on
	case "cloudflare_ruleset":
		phase := r.Get("phase")
		return phase.Unknown() || phase.Text() == "http_request_cache_settings"
	}
	return true
}

// cloudFindings are settings of caches in Terraform that keep them from being any.
func cloudFindings(configuration *terraform.Configuration) []checks.Finding {
	var findings []checks.Finding
	add := func(rule string, r *terraform.Resource, at terraform.Place, message, remedy string) {
		findings = append(findings, checks.Finding{
			Rule: "caching." + rule, Severity: checks.SeverityWarning, Path: at.Path, Line: at.Line, EndLine: at.Line, Message: message, Remedy: remedy, Fingerprint: checks.Fingerprint("caching."+rule, at.Path, r.Address),
		})
	}
	for _, one := range configuration.Of("aws_cloudfront_distribution") {
		if on, known := one.Get("enabled").Bool(); !keepsAnswers(one) && (!known || on) {
			add("network-off", one, one.At("default_cache_behavior.cache_policy_id"), wording.Quoted(one.Label())+" keeps nothing: all that it delivers is asked for anew", "Let it keep what is the same for everybody:\n\n"+snippet.Terraform(one, `default_cache_behavior.cache_policy_id = "658327ea-f89d-4fab-a63d-7e88639e58f6"  # CachingOptimized: as the answers' Cache-Control says`))
		}
	}
	for _, one := range configuration.Of("aws_elasticache_parameter_group") {
		parameters, _ := one.Blocks("parameter")
		for _, parameter := range parameters {
			if parameter.Get("name").Text() == "maxmemory-policy" && parameter.Get("value").Text() == "noeviction" {
				add("no-eviction", one, parameter.Place(), wording.Quoted(one.Label())+" lets a full cache refuse writes (`noeviction`)", "Set `allkeys-lru` where it serves as a cache only; a store of a queue keeps `noeviction`, in a cluster of its own.")
			}
		}
	}
	return findings
}
