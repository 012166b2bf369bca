// Package deploy holds what golive is run with: the App's manifest, Compose, systemd and
// Prometheus. There is no code here; its tests hold those files to what golive reads and
// to what their own tools take.
package deploy
