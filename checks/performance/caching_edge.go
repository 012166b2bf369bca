package performance

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks/evidence/manifest"
	"github.com/golive-app/golive/checks/evidence/manifest/kubernetes"
	"github.com/golive-app/golive/checks/evidence/manifest/node"
	"github.com/golive-app/golive/checks/evidence/source/usage"
)

// deepestCache bounds how deep in an object its headers are looked for.
const deepestCache = 20

// edgeLayers are what stands before the program and keeps answers, or says that they may
// be kept: nginx and Caddy by their grammar, and what lets requests in to a cluster. Files
// that are known by their lines are left out.
func edgeLayers(declared *manifest.Declared, known []usage.Place) []usage.Place {
	var places []usage.Place
	add := func(library string, at kubernetes.Place) {
		if !slices.ContainsFunc(append(known, places...), func(one usage.Place) bool { return one.Path == at.Path && one.Library == library }) {
			places = append(places, usage.Place{Path: at.Path, Sign: usage.Sign{Kind: usage.CacheHeader, Library: library, Line: at.Line}})
		}
	}
	for _, server := range declared.Servers {
		if len(server.Caches) > 0 {
			add(server.By, kubernetes.Place{Path: server.Path, Line: slices.Min(server.Caches)})
		}
	}
	for _, set := range declared.Kubernetes {
		// https://cloud.google.com/kubernetes-engine/docs/how-to/ingress-configuration#cloud_cdn
		for _, object := range set.Of("BackendConfig") {
			if enabled := node.Path(object.Root, "spec", "cdn", "enabled"); node.Text(enabled) == "true" {
				add("Cloud CDN", object.PlaceOf(enabled))
			}
		}
		for _, object := range set.Of("HTTPRoute", "Middleware", "VirtualService", "HTTPProxy") {
			if at := cacheControl(object); at != nil {
				add("the gateway", object.PlaceOf(at))
			}
		}
	}
	return places
}

// cacheControl is a value of Cache-Control by which a route lets answers be kept: under
// its name, or beside it as the Gateway API writes it.
func cacheControl(object kubernetes.Object) *yaml.Node {
	var found *yaml.Node
	keeps := func(value *yaml.Node) {
		text := strings.ToLower(node.Text(value))
		if found == nil && !strings.Contains(text, "no-store") && !strings.Contains(text, "max-age=0") && (strings.Contains(text, "max-age=") || strings.Contains(text, "public") || strings.Contains(text, "immutable")) {
			found = value
		}
	}
	var walk func(at *yaml.Node, depth int)
	walk = func(at *yaml.Node, depth int) {
		if depth == 0 || found != nil {
			return
		}
		if strings.EqualFold(node.Text(node.Field(at, "name")), "Cache-Control") {
			keeps(node.Field(at, "value"))
		}
		node.Each(at, func(key, value *yaml.Node) {
			if strings.EqualFold(key.Value, "Cache-Control") {
				keeps(value)
			}
			walk(value, depth-1)
		})
		for _, one := range node.Items(at) {
			walk(one, depth-1)
		}
	}
	walk(node.Field(object.Root, "spec"), deepestCache)
	return found
}
