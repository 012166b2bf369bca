package manifest

import (
	"github.com/golive-app/golive/checks"
	"github.com/golive-app/golive/checks/evidence/manifest/alert"
	"github.com/golive-app/golive/checks/evidence/manifest/compose"
	"github.com/golive-app/golive/checks/evidence/manifest/dockerfile"
	"github.com/golive-app/golive/checks/evidence/manifest/edge"
	"github.com/golive-app/golive/checks/evidence/manifest/environment"
	"github.com/golive-app/golive/checks/evidence/manifest/kubernetes"
	"github.com/golive-app/golive/checks/evidence/manifest/process"
	"github.com/golive-app/golive/checks/evidence/manifest/telemetry"
	"github.com/golive-app/golive/checks/evidence/manifest/terraform"
)

// Declared is what the files of one content declare. It is shared: who gets it must
// not change it.
type Declared struct {
	Kubernetes  []kubernetes.Set // one for each way to deploy; empty: nothing is declared
	Compose     []Composition
	Dockerfiles []dockerfile.File
	Processes   []process.File
	Platforms   []Platform
	Terraform   *terraform.Configuration // never nil
	Servers     []edge.Server            // that stand before the program
	Alerts      alert.Rules
	Telemetry   telemetry.Set
	Invalid     []Invalid        // files that are meant to be read and are not valid
	Unread      []checks.Skipped // files that could not be read
	Unreachable []checks.Skipped // related repositories that could not be read
	Elsewhere   []string         // manifests for another environment than production, or that the kustomization beside them does not name: they were left out
	Searched    int              // files that were looked at
	Other       map[string]int   // objects of Kubernetes of kinds that are not looked into, by kind
}

// Composition is a project of compose and what it is for.
type Composition struct {
	compose.Project
	Stage environment.Stage
}

// Invalid is a file that is meant to be a manifest and is none.
type Invalid struct {
	Path   string
	Line   int
	Reason string
}

// Platform is a platform that runs and watches the program itself, as a file says.
type Platform struct {
	Name   string
	Path   string
	Line   int
	Health string // the path it asks, where one is set
	Edge   bool   // it brings its own load balancer
	Whole  bool   // it runs functions or pages: nothing of the release stays running
}

// All returns everything that is declared for Kubernetes.
func (d *Declared) All() kubernetes.Set {
	var all kubernetes.Set
	for _, set := range d.Kubernetes {
		all.Merge(set)
	}
	return all
}

// Runs reports whether anything says how the release runs.
func (d *Declared) Runs() bool {
	return len(d.Kubernetes)+len(d.Compose)+len(d.Processes)+len(d.Platforms) > 0 || len(d.Terraform.Services()) > 0
}
