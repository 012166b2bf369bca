package load

import (
	"bufio"
	"bytes"
	"strings"
)

// lastWords keeps the beginning of what a generator writes as it dies: Go's runtime says
// there why it ends, and a long list of stacks after that.
type lastWords struct{ text bytes.Buffer }

// mostLastWords is as much as is kept, in bytes.
const mostLastWords = 4 << 10

// Write keeps what there is room for, and takes all of it.
func (l *lastWords) Write(text []byte) (int, error) {
	l.text.Write(text[:min(len(text), mostLastWords-l.text.Len())])
	return len(text), nil
}

// reason is what the runtime wrote: "fatal error: runtime: out of memory". It is empty
// where the words are somebody else's, for they may hold what a service answered.
func (l *lastWords) reason() string {
	lines := bufio.NewScanner(bytes.NewReader(l.text.Bytes()))
	for lines.Scan() {
		for _, begins := range []string{"fatal error: ", "panic: runtime error: ", "runtime: "} {
			if strings.HasPrefix(lines.Text(), begins) {
				return lines.Text()
			}
		}
	}
	return ""
}
