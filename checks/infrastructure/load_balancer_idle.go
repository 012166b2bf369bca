package infrastructure

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/kubernetes"
	"github.com/golive-app/golive/checks/evidence/manifest/node"
	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/evidence/source/usage"
	"github.com/golive-app/golive/checks/wording"
	"github.com/golive-app/golive/config/regex"
)

// nodeIdle is how long a server of Node keeps a connection that does nothing, where its
// framework sets no other time. https://nodejs.org/api/http.html#serverkeepalivetimeout
const nodeIdle = 5

// onNode are frameworks whose servers are Node's own, with its times.
var onNode = map[string]bool{"Express": true, "Koa": true, "hapi": true, "NestJS": true, "node:http": true, "Polka": true, "Restify": true}

// idleTime is how long the program keeps a connection that does nothing.
type idleTime struct {
	kubernetes.Place
	seconds int
	set     bool // a line says so; else it is the default
	by      string
	normal  string // whose default it is; empty: Node's
	remedy  string // with a place for the seconds; empty: Node's
}

var keepAlive = regex.New(`\bkeepAliveTimeout\b\s*[=:]\s*([\d_]+)(?:\s*\*\s*([\d_]+))?`)

// idleTimes reads how long servers of Node keep idle connections: where a line sets it,
// or the default of the framework.
func idleTimes(ctx context.Context, src checks.Source, code usage.Overview) ([]idleTime, error) {
	services := code.Signs[usage.Service]
	if len(services) == 0 {
		return nil, nil
	}
	if !onNode[code.Framework()] {
		return programIdle(ctx, src, services)
	}
	var found []idleTime
	for _, file := range src.Files() {
		switch strings.ToLower(path.Ext(file.Path)) {
		case ".js", ".ts", ".mjs", ".cjs", ".mts", ".cts":
		default:
			continue
		}
		if file.Class != checks.ClassProduction && file.Class != checks.ClassCommand || file.Size > 1<<20 {
			continue
		}
		content, err := src.Read(ctx, file.Path)
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case errors.Is(err, checks.ErrTooLarge), errors.Is(err, fs.ErrNotExist), errors.Is(err, source.ErrChanged):
			continue
		case err != nil:
			return nil, fmt.Errorf("look for idle times: %w", err)
		}
		if !bytes.Contains(content, []byte("keepAliveTimeout")) {
			continue
		}
		at := keepAlive.FindSubmatchIndex(content)
		if at == nil {
			return nil, nil // it is set to what only the program knows
		}
		number := whole(content, at[2], at[3])
		if at[4] >= 0 {
			number *= whole(content, at[4], at[5])
		}
		found = append(found, idleTime{kubernetes.Place{Path: file.Path, Line: 1 + bytes.Count(content[:at[0]], []byte("\n"))}, number / 1000, true, code.Framework(), "", ""})
	}
	if len(found) == 0 {
		first := usage.First(services)
		found = append(found, idleTime{kubernetes.Place{Path: first.Path, Line: first.Line}, nodeIdle, false, code.Framework(), "", ""})
	}
	return found, nil
}

// programIdle reads the times of servers in other languages than Node's.
func programIdle(ctx context.Context, src checks.Source, services []usage.Place) ([]idleTime, error) {
	var found []idleTime
	languages := map[string]bool{}
	for _, place := range services {
		languages[source.Language(place.Path, nil)] = true
	}
	for language := range languages {
		reader, is := programReader(language)
		if !is {
			continue
		}
		for _, file := range src.Files() {
			if !judged(file) || !reader.reads(file.Path) {
				continue
			}
			content, err := src.Read(ctx, file.Path)
			switch {
			case ctx.Err() != nil:
				return nil, ctx.Err()
			case errors.Is(err, checks.ErrTooLarge), errors.Is(err, fs.ErrNotExist), errors.Is(err, source.ErrChanged):
				continue
			case err != nil:
				return nil, fmt.Errorf("look for idle times: %w", err)
			}
			if bytes.Contains(content, reader.holds) {
				found = append(found, reader.read(file.Path, content)...)
			}
		}
	}
	return found, nil
}

func whole(content []byte, from, to int) int {
	number, err := strconv.Atoi(strings.ReplaceAll(string(content[from:to]), "_", ""))
	if err != nil || number > 1<<30 {
		return 1 << 30
	}
	return number
}

// kept is how long something before the program keeps connections to it.
type kept struct {
	kubernetes.Place
	who     string
	seconds int
}

var idleAttribute = regex.New(`idle_timeout\.timeout_seconds=(\d+)`)

// keeps lists what is declared to keep connections to the program open.
//
//   - https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/#upstream-keepalive-timeout
//   - https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
//   - https://cloud.google.com/load-balancing/docs/https/request-distribution#timeout-keepalive-backends
//   - https://nginx.org/en/docs/http/ngx_http_upstream_module.html#keepalive_timeout
func (f *balancerFacts) keeps() []kept {
	var all []kept
	for _, set := range f.declared.Kubernetes {
		for _, object := range set.Of("Ingress") {
			annotations := node.Texts(node.Path(object.Root, "metadata", "annotations"))
			class := node.Text(node.Path(object.Root, "spec", "ingressClassName"))
			if class == "" {
				class = annotations["kubernetes.io/ingress.class"]
			}
			switch {
			case class == "alb":
				one := kept{object.Place, "the Application Load Balancer", 60}
				if match := idleAttribute.FindStringSubmatch(annotations["alb.ingress.kubernetes.io/load-balancer-attributes"]); match != nil {
					one.seconds, _ = strconv.Atoi(match[1])
				}
				all = append(all, one)
			case class == "gce" || class == "gce-internal":
				all = append(all, kept{object.Place, "Google's load balancer", 600})
			case class == "nginx":
				all = append(all, kept{object.Place, "ingress-nginx", 60})
			}
		}
	}
	for _, one := range f.declared.Terraform.Of("aws_lb", "aws_alb") {
		if kind := one.Get("load_balancer_type"); kind.Set() && kind.Text() != "application" || one.Get("idle_timeout").Unknown() {
			continue
		}
		idle, known := one.Get("idle_timeout").Number()
		if !known {
			idle = 60
		}
		all = append(all, kept{placed(one.Place()), "the Application Load Balancer", int(idle)})
	}
	for _, server := range f.declared.Servers {
		for _, one := range server.Upstreams {
			if one.Keepalive > 0 {
				idle := one.Idle
				if idle == 0 {
					idle = 60
				}
				all = append(all, kept{kubernetes.Place{Path: server.Path, Line: one.Line}, "nginx", idle})
			}
		}
	}
	return all
}

// keepalive tells where the program closes connections that what stands before it still
// keeps: now and then a request is sent into one that was closed just then.
func (f *balancerFacts) keepalive() {
	for _, one := range f.keeps() {
		for _, idle := range f.idle {
			if idle.seconds > one.seconds {
				continue
			}
			does := fmt.Sprintf("%s closes connections that do nothing for %d s", idle.by, idle.seconds)
			if !idle.set {
				does += ", which is " + cmp.Or(idle.normal, "Node's default")
			}
			f.find("lb.keepalive", checks.SeverityWarning, idle.Place, fmt.Sprintf("%s, and %s (%s) keeps them for %d s: now and then a request is answered 502", does, one.who, wording.QuotedPath(one.Path), one.seconds),
				"Let the program keep them longer:\n\n"+idle.remedyText(one.seconds), one.who)
			return
		}
	}
}
