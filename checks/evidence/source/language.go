package source

import (
	"bytes"
	"path"
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/linguist"
	"github.com/golive-app/golive/checks/evidence/source/syntax"
)

// extensions settle the languages whose names other formats use as well, which
// makes Linguist's classifier guess: ".ts" is also a Qt translation.
var extensions = map[string]string{
	".js": "JavaScript", ".mjs": "JavaScript", ".cjs": "JavaScript", ".jsx": "JavaScript",
	".ts": "TypeScript", ".mts": "TypeScript", ".cts": "TypeScript", ".tsx": "TSX",
	".vue": "Vue", ".svelte": "Svelte", ".astro": "Astro",
	".py": "Python", ".rb": "Ruby", ".go": "Go", ".rs": "Rust", ".php": "PHP", ".cs": "C#",
	".java": "Java", ".kt": "Kotlin", ".swift": "Swift", ".md": "Markdown", ".sql": "SQL",
	".spec": "RPM Spec", ".cfg": "INI", ".rpy": "Ren'Py",
	".html": "HTML", ".yml": "YAML", ".yaml": "YAML", ".json": "JSON", ".css": "CSS", ".xml": "XML", ".txt": "Text",
}

// Language returns a file's language as GitHub Linguist calls it, told by its
// name and, where that leaves a choice, by the start of its content; empty
// where neither tells.
func Language(name string, head []byte) string {
	base := path.Base(name)
	extension := strings.ToLower(path.Ext(base))
	if language, found := extensions[extension]; found {
		if (extension == ".ts" || extension == ".tsx") && bytes.HasPrefix(bytes.TrimSpace(head), []byte("<?xml")) {
			return "XML"
		}
		return language
	}
	if strings.HasPrefix(base, ".env.") {
		return "Dotenv" // .env.example.sail, whose ending is a language's as well
	}
	if language, certain := linguist.ByName(base); certain {
		return language
	}
	candidates := linguist.ByEnding(base)
	if len(candidates) == 1 {
		return candidates[0]
	}
	switch {
	case len(head) == 0 && len(candidates) > 0:
		return candidates[0]
	case len(head) == 0, bytes.IndexByte(head[:min(len(head), sniffedBytes)], 0) >= 0:
		return ""
	}
	return linguist.ByContent(base, head, candidates)
}

// sniffedBytes is how much of a file git looks at to tell text from other bytes.
const sniffedBytes = 8000

// notCode are programming languages by Linguist's reckoning that describe a
// build, an image or an infrastructure rather than what the product does when
// it runs.
var notCode = map[string]bool{
	"AppleScript": true, "Assembly": true, "AutoHotkey": true, "Awk": true, "Batchfile": true, "Bicep": true, "CMake": true,
	"CUE": true, "Common Workflow Language": true, "Dhall": true, "Dockerfile": true, "Emacs Lisp": true, "GLSL": true,
	"Gherkin": true, "Gnuplot": true, "GraphQL": true, "HCL": true, "HLSL": true, "Inno Setup": true, "Jsonnet": true,
	"Jupyter Notebook": true, "Just": true, "LLVM": true, "Lex": true, "M4": true, "M4Sugar": true, "Makefile": true, "Mako": true,
	"Meson": true, "Metal": true, "NSIS": true, "Nix": true, "Nunjucks": true, "Open Policy Agent": true, "PLSQL": true,
	"PLpgSQL": true, "PowerShell": true, "Procfile": true, "Puppet": true, "Roff": true, "Shell": true, "Sieve": true,
	"Smarty": true, "Starlark": true, "TSQL": true, "Thrift": true, "VCL": true, "Vim Script": true, "WGSL": true,
	"WebAssembly": true, "XQuery": true, "XSLT": true, "fish": true, "Nushell": true, "Yacc": true, "jq": true, "sed": true,
}

// carriers are markup languages whose files carry program code.
var carriers = map[string]bool{"Vue": true, "Svelte": true, "Astro": true}

// Code reports whether files of a language hold program code that runs as a
// part of a product.
func Code(language string) bool {
	if carriers[language] {
		return true
	}
	return language != "" && linguist.IsProgramming(language) && !notCode[language]
}

// ReadsPrograms reports whether the programs of a language are read: its database
// calls, routes and flows, and not only calls by their words.
func ReadsPrograms(language string) bool {
	g, found := grammarOf(language)
	if !found {
		return false
	}
	_, whole := syntax.GrammarOf(language)
	return whole || g.carried
}
