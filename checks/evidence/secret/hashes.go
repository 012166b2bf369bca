package secret

import (
	"path"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// LockFile reports whether a path is that of a lock file or a list of checksums:
// hashes by the thousand, among which a random looking value means nothing. A
// provider's token inside one is still found.
func LockFile(name string) bool {
	base := strings.ToLower(path.Base(name))
	switch base {
	case "package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "bun.lockb", "go.sum", "go.work.sum", "gradle.lockfile",
		"verification-metadata.xml", "packages.lock.json", "package.resolved", ".terraform.lock.hcl", ".package-lock.json",
		"checksums.txt", "checksums.json", "sha256sums", "sha512sums", "sha1sums", "md5sums", "shasums", "shasums256.txt", "sri.json",
		"asset-manifest.json", "importmap.lock.json", "gemfile.lock", "requirements.lock":
		return true
	}
	// package managers, translation tools and generators name theirs alike:
	// yarn.lock, i18n.lock, lefthook.lock
	for _, extension := range []string{".lock", ".lock.json", ".lock.yaml", ".lock.yml", ".lockfile", "-lock.json", "-lock.yaml", ".sha256", ".sha512", ".sha1", ".md5", ".sum"} {
		if strings.HasSuffix(base, extension) {
			return true
		}
	}
	return false
}

// hashLine is a line that gives a name a hash, or a hash a name: "path: 5c9…",
// "5c9…  path", `"path": "sha256-…",`.
var hashLine = regex.New(`^\s*[-*]?\s*(?:["']?([^"'=]{1,200}?)["']?\s*(?::|=>|=|\s)\s*)?["']?(?:sha\d+[-:])?(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})["']?,?(?:\s+[*]?\S+)?\s*$`)

const (
	hashLinesLeast  = 12  // so many lines make a list of hashes
	hashLinesPart   = 2   // and at least one line in so many
	longestHashLine = 500 // bytes: longer lines are not looked into
	shortestHash    = 32  // digits
)

// hashList reports whether a text is a list of hashes under names, most of which
// are not those of secrets: a file of ten settings with keys is none.
func hashList(content string) bool {
	lines, hashes, secrets := 0, 0, 0
	for line := range strings.Lines(content) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		lines++
		if len(line) <= longestHashLine && hasHash(line) {
			if found := hashLine.FindStringSubmatch(strings.TrimRight(line, "\r\n")); found != nil {
				hashes++
				if SecretName(lastSegment(found[1])) {
					secrets++
				}
			}
		}
		if lines == 400 && hashes*hashLinesPart < lines {
			return false // a list of hashes is one from its start
		}
	}
	return hashes >= hashLinesLeast && hashes*hashLinesPart >= lines && secrets*4 <= hashes
}

// hasHash reports whether a line has as many digits of a hash in a row as the shortest
// one has. Nearly no line of code does, and the expression costs a hundred times more.
func hasHash(line string) bool {
	row := 0
	for i := range len(line) {
		if c := line[i]; c >= '0' && c <= '9' || c >= 'a' && c <= 'f' {
			if row++; row == shortestHash {
				return true
			}
		} else {
			row = 0
		}
	}
	return false
}

// lastSegment is what a name ends in, behind its path: "auth/new_email".
func lastSegment(name string) string {
	return name[strings.LastIndexAny(name, "/")+1:]
}

// shapedOnly reports whether only rules whose values have a shape of their own say
// anything in a file.
func shapedOnly(name, content string) bool {
	return LockFile(name) || len(content) < 1<<20 && hashList(content)
}
