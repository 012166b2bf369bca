package checkstest

import (
	"context"

	"github.com/golive-app/golive/checks"
)

// Alerts are what a forge's scanners found in memory. A scanner that is off is an error
// of Failing.
type Alerts struct {
	Analyses     []checks.CodeAnalysis
	Code         map[string][]checks.CodeAlert // by ref
	Secrets      []checks.SecretAlert
	Dependencies []checks.DependencyAlert
}

// CodeAnalyses lists the analyses.
func (f *Forge) CodeAnalyses(context.Context) ([]checks.CodeAnalysis, error) {
	return f.Alerts.Analyses, f.Failing["CodeAnalyses"]
}

// CodeAlerts lists the alerts of a ref.
func (f *Forge) CodeAlerts(_ context.Context, ref string) ([]checks.CodeAlert, error) {
	return f.Alerts.Code[ref], f.Failing["CodeAlerts"]
}

// SecretAlerts lists the secrets.
func (f *Forge) SecretAlerts(context.Context) ([]checks.SecretAlert, error) {
	return f.Alerts.Secrets, f.Failing["SecretAlerts"]
}

// DependencyAlerts lists the weak dependencies.
func (f *Forge) DependencyAlerts(context.Context) ([]checks.DependencyAlert, error) {
	return f.Alerts.Dependencies, f.Failing["DependencyAlerts"]
}
