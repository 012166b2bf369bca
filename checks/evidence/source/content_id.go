package source

import (
	"crypto/sha256"
	"io"
	"strconv"

	"github.com/golive-app/golive/checks"
)

// ContentID names what a source hands out.
type ContentID [sha256.Size]byte

// IdentifyContent names a content. The tree's id is not enough: what of a tree can be
// read, and what its files are for, is the source's to say.
func IdentifyContent(src checks.Source) ContentID {
	sum := sha256.New()
	_, _ = io.WriteString(sum, src.Tree())
	var line []byte
	for _, file := range src.Files() {
		line = line[:0]
		for _, word := range []string{file.Path, file.Blob, string(file.Class), file.Language} {
			line = append(append(line, 0), word...)
		}
		_, _ = sum.Write(strconv.AppendInt(append(line, 0), file.Size, 10))
	}
	return ContentID(sum.Sum(nil))
}
