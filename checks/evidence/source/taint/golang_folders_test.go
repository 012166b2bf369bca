package taint_test

import "testing"

// TestGolangFolders are names within archives, and checks behind a folder.
func TestGolangFolders(t *testing.T) {
	t.Parallel()
	hold(t, "Go", []sample{
		{"names within archives", `
package app
import ("net/http"; "os"; "archive/zip"; "path/filepath"; "database/sql")
func Z1(db *sql.DB, r *http.Request) {
	file, _, _ := r.FormFile("f")
	z2, _ := zip.NewReader(file, 10)
	db.Query("SELECT * FROM t WHERE a = '" + z2.Comment + "'") // ! sql
	os.Create(z2.Comment) // ! path
	local, _ := zip.OpenReader("release.zip")
	os.Create(local.Comment)
	for _, f := range z2.File {
		os.Create(f.Name) // ! path
		os.Create(filepath.Join("out", f.Name)) // ! path
	}
}
`},
		{"checks behind a folder", `
package app
import ("net/http"; "os"; "strings"; "io/ioutil")
func a(r *http.Request) {
	name := "/srv/files/" + r.FormValue("f")
	if strings.Contains(name, "/../") { return }
	os.Open(name)
}
func b(r *http.Request) {
	name := r.FormValue("f")
	if strings.Contains(name, "/../") { return }
	os.Open(name) // ! path
}
func c(r *http.Request) {
	name := "/srv/files" + r.FormValue("f")
	if strings.Contains(name, "/../") { return }
	os.Open(name) // ! path
}
func d(r *http.Request) {
	os.Open("/srv/files/" + strings.ReplaceAll(r.FormValue("f"), "/", "_"))
	ioutil.TempFile("/tmp", r.FormValue("f")) // ? path
	ioutil.TempFile("/tmp", "upload-*")
}
`},
	})
}
