// Package telemetry reads what collects and shows what a service measures: collectors of
// OpenTelemetry, what Prometheus scrapes, and dashboards of Grafana. It judges nothing.
package telemetry
