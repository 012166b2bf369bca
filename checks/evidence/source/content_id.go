package source

import (
	"crypto/sha256"
	"fmt"
	"io"

	"github.com/golive-app/golive/checks"
)

// ContentID names what a source hands out.
type ContentID [sha256.Size]byte

// IdentifyContent names a content. The tree's id is not enough: what of a tree can be
// read, and what its files are for, is the source's to say.
func IdentifyContent(src checks.Source) ContentID {
	sum := sha256.New()
	_, _ = io.WriteString(sum, src.Tree())
	for _, file := range src.Files() {
		fmt.Fprintf(sum, "\x00%s\x00%s\x00%s\x00%s\x00%d", file.Path, file.Blob, file.Class, file.Language, file.Size)
	}
	return ContentID(sum.Sum(nil))
}
