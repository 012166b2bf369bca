// Package kubernetes reads objects of Kubernetes as they are declared: what runs, how
// it is watched, scaled and reached, each with the file and line where it stands. It
// walks nodes of YAML, since types would lose the lines, and judges nothing.
package kubernetes
