//go:build !linux

package hugepages

// Ask does nothing: only Linux takes advice of this kind.
func Ask(int) {}
