package security

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/edge"
	"github.com/golive-app/golive/checks/evidence/manifest/node"
	"github.com/golive-app/golive/checks/evidence/source/safeguard"
	"github.com/golive-app/golive/checks/wording"
)

// edgeServer reads a configuration of nginx or Caddy by what takes effect in it; false
// where it is neither, and where what fills it in makes it one only later.
func edgeServer(kind edgeKind, name, text string) ([]edgePlace, bool) {
	if !edge.Named(name) {
		return edgeInside(kind, name, text), false
	}
	server, err := edge.Read(name, text)
	if err != nil {
		return nil, false
	}
	return edgePlaces(kind, name, server), true
}

// edgeInside reads configurations of nginx that stand as texts in a file of YAML: in a
// ConfigMap, in a snippet of an Ingress.
func edgeInside(kind edgeKind, name, text string) []edgePlace {
	if !yamlFile.MatchString(name) || !strings.Contains(text, "add_header ") && !strings.Contains(text, "more_set_headers ") && !strings.Contains(text, "limit_req ") {
		return nil
	}
	var places []edgePlace
	for _, root := range node.Documents([]byte(text)) {
		node.Walk(root, deepestText, func(_, value *yaml.Node) bool {
			if value.Kind != yaml.ScalarNode || !strings.Contains(value.Value, ";") {
				return true
			}
			directives, err := edge.Nginx(value.Value)
			if err != nil {
				return true
			}
			for _, one := range edgePlaces(kind, name, edge.OfNginx(name, directives)) {
				one.line += value.Line // a block of text begins below its name
				places = append(places, one)
			}
			return true
		})
	}
	return places
}

// deepestText bounds how deep in a document such texts are looked for.
const deepestText = 30

// edgePlaces are the lines of a server's configuration that do what is asked for.
func edgePlaces(kind edgeKind, name string, server edge.Server) []edgePlace {
	var places []edgePlace
	at := func(line int) edgePlace { return edgePlace{kind: kind, library: server.By, path: name, line: line} }
	if kind == edgeLimit {
		for _, one := range server.Limits {
			place := at(one.Line)
			if one.Idle {
				place.fault = "declares a zone for limits, and no `limit_req` or `limit_conn` puts it before anything"
				place.remedy = "Put it before what takes requests: `limit_req zone=NAME burst=20 nodelay;` in its `location`."
			}
			places = append(places, place)
		}
		return places
	}
	for _, one := range server.Headers {
		if !slices.Contains(wanted, one.Name) && one.Name != "referrer-policy" {
			continue
		}
		place := at(one.Line)
		place.header = one.Name
		if len(one.Lost) > 0 {
			place.fault = fmt.Sprintf("sets %s, which is not sent where the block at line %d answers: a block with an `add_header` of its own inherits none", wording.Quoted(one.Name), one.Lost[0])
			place.remedy = "Repeat it there, or keep all of them in a file that each such block includes."
		}
		places = append(places, place)
	}
	return places
}

// faults makes findings of what does not do what it seems to, each block once, and
// returns what is left.
func faults(seen *looks, rule string, places []edgePlace) (working []edgePlace) {
	told := map[string]bool{}
	for _, one := range places {
		if one.fault == "" || !strings.HasPrefix(one.fault, "declares") {
			working = append(working, one)
		}
		key := one.path + one.fault[strings.LastIndex(one.fault, " is not sent")+1:]
		if one.fault == "" || told[key] {
			continue
		}
		told[key] = true
		seen.find(rule, checks.SeverityWarning, safeguard.Place{Path: one.path, Sign: safeguard.Sign{Line: one.line, Name: one.header}}, one.library+" "+one.fault, one.remedy)
	}
	return working
}
