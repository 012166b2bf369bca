// Package process reads how a machine or a platform is told to run programs without
// containers: PM2, systemd, a Procfile, fly.toml. It judges nothing.
package process
