package linguist

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/golive-app/golive/config/regex"
)

// IsGenerated reports whether Linguist's rules say that a program wrote a file, by its path and
// the start of its content
// (https://github.com/github-linguist/linguist/blob/main/lib/linguist/generated.rb). What is
// minified is not among them: an average of the lines, which is Linguist's rule, takes a script
// of one line for it.
func IsGenerated(name string, head []byte) bool {
	ending := strings.ToLower(path.Ext(name))
	switch {
	case slices.Contains(generatedEndings, ending),
		slices.ContainsFunc(generatedParts, func(part string) bool { return strings.Contains(name, part) }),
		slices.ContainsFunc(generatedNames, func(end string) bool { return strings.HasSuffix(name, end) }),
		anyMatches(generatedPaths, name):
		return true
	}
	switch ending {
	case ".js", ".css":
		if refersToSourceMap(head) || ending == ".js" && isCompiledCoffeeScript(head) {
			return true
		}
	case ".html", ".htm", ".xhtml":
		if isGeneratedPage(head) {
			return true
		}
	case ".ps", ".eps", ".pfa":
		return isGeneratedPostScript(head)
	case ".xml":
		return isDocumentOfAssembly(head)
	case ".yml":
		return slices.ContainsFunc(lastLines(head), func(line []byte) bool { return bytes.Contains(line, []byte("recorded_with: VCR")) })
	}
	return isSourceMap(strings.ToLower(name), head) || signed(strings.ToLower(name), ending, head)
}

var (
	generatedEndings = []string{".nib", ".xcworkspacedata", ".xcuserstate"}
	generatedParts   = []string{"node_modules/", "Godeps/", "__generated__/"}
	generatedNames   = []string{
		"Gopkg.lock", "glide.lock", "poetry.lock", "pdm.lock", "uv.lock", "deno.lock", "npm-shrinkwrap.json", "package-lock.json",
		"pnpm-lock.yaml", "composer.lock", "Cargo.lock", "Cargo.toml.orig", "Pipfile.lock",
	}
	generatedPaths = []*regex.Expression{
		regex.New(`(?:^|/)\.idea/`), regex.New(`(?:^|/)Pods/`), regex.New(`(?:^|/)Carthage/Build/`), regex.New(`(?i)\.designer\.(?:cs|vb)$`), regex.New(`(?i)\.feature\.cs$`),
		regex.New(`vendor/(?:[-0-9A-Za-z]+\.)+(?:com|edu|gov|in|me|net|org|fm|io)`), regex.New(`(?:^|/)(?:\w+\.)?esy.lock$`), regex.New(`(?:^|/)\.pnp\..*$`),
		regex.New(`.\.zep\.(?:c|h|php)$`), regex.New(`(?:^|/)flake\.lock$`), regex.New(`(?:^|/)MODULE\.bazel\.lock$`), regex.New(`(?:^|/)\.terraform\.lock\.hcl$`),
		regex.New(`(?i)_tlb\.pas$`), regex.New(`(?:^|/)htmlcov/`), regex.New(`(?:^|/)\.sqlx/query-.+\.json$`),
	}
)

// sourceMapReference is the last line of what was compiled with a source map.
var sourceMapReference = regex.New(`^/[*/][#@] source(?:Mapping)?URL|sourceURL=`)

func refersToSourceMap(head []byte) bool {
	return slices.ContainsFunc(lastLines(head), sourceMapReference.Match)
}

func isSourceMap(name string, head []byte) bool {
	if strings.HasSuffix(name, ".js.map") || strings.HasSuffix(name, ".css.map") {
		return true
	}
	return sourceMap.Match(first(head))
}

var sourceMap = regex.New(`^(?:\{"version":\d+,|/\*\* Begin line maps\. \*\*/\{)`)

// isCompiledCoffeeScript counts names that the compiler makes up, in what it wraps.
func isCompiledCoffeeScript(head []byte) bool {
	last := lastLines(head)
	if string(first(head)) != "(function() {" || len(last) == 0 || string(last[0]) != "}).call(this);" {
		return false
	}
	score := 0
	for line := range bytes.Lines(head) {
		if !bytes.Contains(line, []byte("var ")) {
			continue
		}
		for _, name := range []string{"_fn", "_i", "_len", "_ref", "_results"} {
			score += bytes.Count(line, []byte(name))
		}
		for _, name := range []string{"__bind", "__extends", "__hasProp", "__indexOf", "__slice"} {
			score += 3 * bytes.Count(line, []byte(name))
		}
	}
	return score >= 3
}

// isDocumentOfAssembly knows what compilers of .NET write of an assembly's comments.
func isDocumentOfAssembly(head []byte) bool {
	lines := bytes.Split(head, []byte("\n"))
	return len(lines) > 3 && bytes.Contains(lines[1], []byte("<doc>")) && bytes.Contains(lines[2], []byte("<assembly>")) &&
		bytes.Contains(lines[len(lines)-2], []byte("</doc>"))
}

var (
	postScriptFont    = regex.New(`[\n\r]\s*(?:currentfile eexec\s+|/sfnts\s+\[)`)
	postScriptCreator = regex.New(`[0-9]|draw|mpage|ImageMagick|inkscape|MATLAB|PCBNEW|pnmtops|\(Unknown\)|Serif Affinity|Filterimage -tops`)
)

// isGeneratedPostScript knows fonts, which are written as bytes, and creators with a version.
func isGeneratedPostScript(head []byte) bool {
	if postScriptFont.Match(head) {
		return true
	}
	for _, line := range firstLines(head, 10) {
		if creator, found := bytes.CutPrefix(line, []byte("%%Creator: ")); found {
			eagle := bytes.Contains(creator, []byte("EAGLE")) && slices.ContainsFunc(firstLines(head, 5), func(line []byte) bool { return bytes.HasPrefix(line, []byte("%%Title: EAGLE Drawing ")) })
			return eagle || postScriptCreator.Match(creator)
		}
	}
	return false
}

// firstLines returns up to so many lines from the top, without their ends.
func firstLines(head []byte, most int) [][]byte {
	var lines [][]byte
	for line := range bytes.Lines(head) {
		if len(lines) == most {
			break
		}
		lines = append(lines, bytes.TrimSuffix(line, []byte("\n")))
	}
	return lines
}

func first(head []byte) []byte {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	return line
}

// lastLines returns up to two lines from the end that hold something or stand between such, the
// last first.
func lastLines(head []byte) [][]byte {
	var lines [][]byte
	for head = bytes.TrimRight(head, "\n"); len(head) > 0 && len(lines) < 2; {
		at := bytes.LastIndexByte(head, '\n')
		lines = append(lines, head[at+1:])
		head = head[:max(at, 0)]
	}
	return lines
}
