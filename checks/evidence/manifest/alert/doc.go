// Package alert reads rules that wake people: of Prometheus, in files, in objects of
// Kubernetes and in Grafana's provisioning, where Alertmanager sends them, and alarms of
// CloudWatch, Google Cloud, Azure and Datadog that Terraform makes. What a rule watches
// is read from its expression, never from its name; those of clouds are written as one
// of Prometheus first, so that all are read alike. It judges nothing.
package alert
