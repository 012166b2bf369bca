package kept

import (
	"crypto/sha256"
	"io"
)

// Key names a record.
type Key [16]byte

// KeyOf returns the key of what depends on these texts, in this order.
func KeyOf(parts ...string) Key {
	sum := sha256.New()
	for _, part := range parts {
		_, _ = io.WriteString(sum, part)
		_, _ = sum.Write([]byte{0})
	}
	return Key(sum.Sum(nil)[:len(Key{})])
}
