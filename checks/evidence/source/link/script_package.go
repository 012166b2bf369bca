package link

import (
	"encoding/json"
	"maps"
	"path"
	"slices"
	"strings"
)

// scriptPackage is what a package.json says of its modules.
type scriptPackage struct {
	folder  string
	name    string
	entries []string // files that stand for the package, the best first
	exports []mapped
	imports []mapped
}

// mapped is one row of a map of modules: what is asked for, which may hold one "*",
// and the files that it is, the best first.
type mapped struct {
	asked string
	files []string
}

func (m scriptModules) readPackages(manifests map[string][]byte) {
	for _, name := range slices.Sorted(maps.Keys(manifests)) {
		if path.Base(name) != "package.json" {
			continue
		}
		one := readScriptPackage(path.Dir(name), manifests[name])
		m.packages[one.folder] = one
		// Of two with one name, the one nearer to the top: others are fixtures.
		if known := m.named[one.name]; one.name != "" && (known == nil || strings.Count(one.folder, "/") < strings.Count(known.folder, "/")) {
			m.named[one.name] = one
		}
	}
}

func readScriptPackage(folder string, content []byte) *scriptPackage {
	one := &scriptPackage{folder: folder}
	var fields map[string]json.RawMessage
	if json.Unmarshal(content, &fields) != nil {
		return one
	}
	_ = json.Unmarshal(fields["name"], &one.name) // another shape than text is as good as none
	for _, field := range []string{"source", "module", "main", "types", "typings"} {
		var file string
		if json.Unmarshal(fields[field], &file) == nil && file != "" {
			one.entries = append(one.entries, file)
		}
	}
	one.exports, one.imports = readMap(fields["exports"]), readMap(fields["imports"])
	return one
}

// The bounds of a map: its rows, and the files of one.
const (
	mostRows  = 500
	mostFiles = 30
)

// readMap reads "exports" and "imports": text, a list, conditions, or rows of such.
// https://nodejs.org/api/packages.html#package-entry-points
func readMap(data json.RawMessage) []mapped {
	var rows map[string]json.RawMessage
	if json.Unmarshal(data, &rows) != nil {
		if files := readConditions(data, 0); len(files) > 0 {
			return []mapped{{".", files}}
		}
		return nil
	}
	var read []mapped
	sorted := slices.Sorted(maps.Keys(rows))
	for _, asked := range sorted[:min(len(sorted), mostRows)] {
		if asked == "" || asked[0] != '.' && asked[0] != '#' { // conditions for the package as a whole
			return []mapped{{".", readConditions(data, 0)}}
		}
		read = append(read, mapped{asked, readConditions(rows[asked], 0)})
	}
	slices.SortStableFunc(read, mostExact)
	return read
}

// mostExact orders rows as they count: without a star before those with one, longer
// before shorter.
func mostExact(a, b mapped) int {
	starA, starB := strings.Contains(a.asked, "*"), strings.Contains(b.asked, "*")
	switch {
	case starA == starB:
		return len(b.asked) - len(a.asked)
	case starA:
		return 1
	}
	return -1
}

// conditions are those of a module's file in the order in which they lead to its
// source.
var conditions = []string{"source", "development", "import", "module", "require", "node", "default", "browser", "types"}

func readConditions(data json.RawMessage, depth int) []string {
	var file string
	if json.Unmarshal(data, &file) == nil && file != "" {
		return []string{file}
	}
	if depth > 5 {
		return nil
	}
	var files []string
	var list []json.RawMessage
	if json.Unmarshal(data, &list) == nil {
		for _, one := range list[:min(len(list), mostFiles)] {
			files = append(files, readConditions(one, depth+1)...)
		}
		return files[:min(len(files), mostFiles)]
	}
	var object map[string]json.RawMessage
	if json.Unmarshal(data, &object) != nil {
		return nil
	}
	for _, condition := range conditions {
		if one, known := object[condition]; known {
			files = append(files, readConditions(one, depth+1)...)
		}
	}
	for _, condition := range slices.Sorted(maps.Keys(object)) { // a condition of the repository's own
		if !slices.Contains(conditions, condition) && len(files) < mostFiles {
			files = append(files, readConditions(object[condition], depth+1)...)
		}
	}
	return files[:min(len(files), mostFiles)]
}

// find returns the files that a map has for what is asked.
func find(rows []mapped, asked string) []string {
	for _, row := range rows {
		before, behind, star := strings.Cut(row.asked, "*")
		if !star {
			if row.asked == asked {
				return row.files
			}
			continue
		}
		if len(asked) < len(before)+len(behind) || !strings.HasPrefix(asked, before) || !strings.HasSuffix(asked, behind) {
			continue
		}
		middle := asked[len(before) : len(asked)-len(behind)]
		files := make([]string, len(row.files))
		for i, one := range row.files {
			files[i] = strings.ReplaceAll(one, "*", middle)
		}
		return files
	}
	return nil
}

// packaged finds a module of one of the repository's own packages, which its name
// begins with.
func (x *Index) packaged(name string) *file {
	one, rest := x.script.own(name)
	if one == nil {
		return nil
	}
	asked := "."
	if rest != "" {
		asked = "./" + rest
	}
	for _, file := range find(one.exports, asked) {
		if found := x.source(one, file); found != nil {
			return found
		}
	}
	if rest == "" {
		return x.entry(one)
	}
	for _, folder := range []string{".", "src", "lib"} {
		if found := x.scriptFile(joined(one.folder, folder, rest)); found != nil {
			return found
		}
	}
	return x.source(one, rest)
}

// own splits the name of a module into the package and what follows.
func (m scriptModules) own(name string) (*scriptPackage, string) {
	parts := 1
	if name[0] == '@' {
		parts = 2
	}
	end := 0
	for range parts {
		next := strings.IndexByte(name[end:], '/')
		if next < 0 {
			return m.named[name], ""
		}
		end += next + 1
	}
	return m.named[name[:end-1]], name[end:]
}

// entry finds the file that stands for a package as a whole.
func (x *Index) entry(one *scriptPackage) *file {
	for _, file := range slices.Concat(find(one.exports, "."), one.entries) {
		if found := x.source(one, file); found != nil {
			return found
		}
	}
	for _, folder := range []string{"src", ".", "lib"} {
		if found := x.indexFile(joined(one.folder, folder)); found != nil {
			return found
		}
	}
	return nil
}

// packageImport finds "#orders" in the map of the package around a file.
// https://nodejs.org/api/packages.html#subpath-imports
func (x *Index) packageImport(f *file, name string) *file {
	for _, folder := range x.script.above(f.folder) {
		one := x.script.packages[folder]
		if one == nil {
			continue
		}
		for _, file := range find(one.imports, name) {
			if found := x.source(one, file); found != nil {
				return found
			}
			if strings.HasPrefix(file, ".") || strings.HasPrefix(file, "#") || file == "" {
				continue
			}
			if found := x.packaged(file); found != nil {
				return found
			}
		}
	}
	return nil
}

// built are folders that hold what is compiled from a package's source.
var built = words("dist build lib out output esm cjs es types dist-types .output module commonjs")

// source finds a file of a package as its manifest names it: itself, or what it is
// compiled from.
func (x *Index) source(one *scriptPackage, name string) *file {
	if strings.HasPrefix(name, "#") || name == "" {
		return nil
	}
	name = path.Clean(name)
	if outside(name) {
		return nil
	}
	if found := x.files[joined(one.folder, name)]; found != nil && !strings.HasSuffix(name, ".d.ts") {
		return found
	}
	bare := name
	for _, extension := range []string{".d.ts", ".d.mts", ".d.cts", ".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts"} {
		if cut, found := strings.CutSuffix(bare, extension); found {
			bare = cut
			break
		}
	}
	for range 3 {
		for _, folder := range []string{".", "src"} {
			place := joined(one.folder, folder, bare)
			if found := x.completed(place); found != nil {
				return found
			}
			if found := x.indexFile(place); found != nil {
				return found
			}
		}
		first, rest, nested := strings.Cut(bare, "/")
		if !nested || !built[first] {
			break
		}
		bare = rest
	}
	return nil
}
