package github

import (
	"context"
	"net/url"
	"path"
	"slices"
)

// maxAbsentFiles is how many absences are remembered, over all installations.
const maxAbsentFiles = 16384

// listedWhole is below how many entries a listing of a folder is known to be whole.
// https://docs.github.com/en/rest/repos/contents#get-repository-content
const listedWhole = 1000

// absentFile is a file that was looked for and not there. GitHub gives a 404 no entity tag,
// so that asking again would be paid each time; the listing of its folder has one, and is
// free as long as nothing in it changes.
type absentFile struct {
	installation, repository int64
	path, ref                string
}

// stillAbsent reports whether a file that was absent is so by the listing of its folder.
// Whatever else comes of it, the file has to be asked for.
func (r *Repository) stillAbsent(ctx context.Context, file absentFile) bool {
	if !r.hub.absent.Contains(file) {
		return false
	}
	address := "/contents"
	if folder := path.Dir(file.path); folder != "." {
		address += "/" + escape(folder)
	}
	if file.ref != "" {
		address += "?ref=" + url.QueryEscape(file.ref)
	}
	type entry struct {
		Name string `json:"name"`
	}
	var listing []entry
	if err := r.get(ctx, address, &listing); err != nil || len(listing) == 0 || len(listing) >= listedWhole {
		return false
	}
	return !slices.Contains(listing, entry{path.Base(file.path)})
}
