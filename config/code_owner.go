package config

import "strings"

// codeOwners is the entry of a role that stands for the code owners of what an item is
// about; with a colon and a path, for those of that file or folder.
const codeOwners = "codeowners"

// CodeOwnersOf tells of an entry of a role that stands for code owners of which file or
// folder; of none where it stands for those of what the item is about.
func CodeOwnersOf(entry string) (path string, is bool) {
	if entry == codeOwners {
		return "", true
	}
	path, is = strings.CutPrefix(entry, codeOwners+":")
	return strings.TrimPrefix(path, "/"), is
}

// codeOwnersFaults finds paths that name no file and no folder.
func codeOwnersFaults(path string) (problem, advice string) {
	const write = "write a file or a folder, as in codeowners:db/"
	switch {
	case strings.Trim(path, "/") == "":
		return "names no path after codeowners:", write + ", or codeowners alone for what the item is about"
	case strings.ContainsAny(path, "*?[]{}\\:!#") || strings.IndexFunc(path, blank) >= 0 || len(path) > 200:
		return quote(path) + " is no plain path", write + "; the patterns stand in CODEOWNERS"
	}
	for part := range strings.SplitSeq(strings.Trim(path, "/"), "/") {
		if part == "" || part == "." || part == ".." {
			return quote(path) + " is no plain path", write
		}
	}
	return "", ""
}
