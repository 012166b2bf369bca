// Package alert reads rules that wake people: of Prometheus, in files, in objects of
// Kubernetes and in Grafana's provisioning, and where Alertmanager sends them. What a
// rule watches is read from its expression, never from its name. It judges nothing.
package alert
