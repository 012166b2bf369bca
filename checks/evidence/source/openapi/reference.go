package openapi

import (
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// referred follows a reference of a path, once: inside of the document, or into another
// file, which is named.
func (r *reader) referred(reference string) (*yaml.Node, string) {
	file, pointer := apart(r.document.Path, reference)
	root := r.root
	if file != "" {
		if root = r.other(file); root == nil {
			return nil, ""
		}
	}
	node := pointed(root, pointer)
	if node == nil || field(node, "$ref") != nil {
		return nil, ""
	}
	return node, file
}

// apart tells the file that a reference names, as a path in the tree, from the place in
// it. What leaves the tree, and what stands on other hosts, has no file that could be
// found.
func apart(document, reference string) (file, pointer string) {
	file, pointer, _ = strings.Cut(reference, "#")
	switch {
	case file == "":
		return "", pointer
	case strings.Contains(file, ":"), strings.HasPrefix(file, "/"), len(file) > maxText:
		return "\x00", pointer
	}
	if file = path.Join(path.Dir(document), file); strings.HasPrefix(file, "../") || file == ".." {
		return "\x00", pointer
	}
	return file, pointer
}

// other is the beginning of another file.
func (r *reader) other(file string) *yaml.Node {
	if known, read := r.others[file]; read {
		return known
	}
	if r.files == nil || len(r.others) >= maxFiles {
		return nil
	}
	r.others[file] = nil
	content, found := r.files(file)
	if !found {
		return nil
	}
	root, err := parsed(file, content)
	if err != nil || deeper(root, maxDepth) {
		return nil
	}
	r.others[file] = root
	return root
}

// pointed follows a JSON pointer; the empty one is the whole.
func pointed(node *yaml.Node, pointer string) *yaml.Node {
	if pointer == "" || pointer == "/" {
		return node
	}
	pointer, rooted := strings.CutPrefix(pointer, "/")
	if !rooted {
		return nil
	}
	for step := range strings.SplitSeq(pointer, "/") {
		if node = field(node, strings.NewReplacer("~1", "/", "~0", "~").Replace(step)); node == nil {
			return nil
		}
	}
	return node
}

// References lists the other files of the tree that paths of a document stand in.
func References(name string, content []byte) []string {
	root, err := parsed(name, content)
	if err != nil {
		return nil
	}
	var files []string
	each(field(root, "paths"), func(_, item *yaml.Node) {
		if reference := field(item, "$ref"); reference != nil && len(files) < maxFiles {
			if file, _ := apart(name, text(reference)); file != "" && file != "\x00" && !slices.Contains(files, file) {
				files = append(files, file)
			}
		}
	})
	return files
}

// Same reports whether two documents describe the same requests and say the same of
// who may ask, wherever it stands in them: one is written out of the other.
func (d Document) Same(other Document) bool {
	if len(d.Operations) != len(other.Operations) || d.Cut || other.Cut {
		return false
	}
	says := func(one Operation) string {
		return strings.Join(append([]string{one.Method, one.Path, string(one.Security), strings.Join(one.Bases, " ")}, one.Requires...), "\x00")
	}
	counts := map[string]int{}
	for _, one := range d.Operations {
		counts[says(one)]++
	}
	for _, one := range other.Operations {
		if counts[says(one)]--; counts[says(one)] < 0 {
			return false
		}
	}
	return true
}
