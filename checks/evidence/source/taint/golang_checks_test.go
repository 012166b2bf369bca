package taint_test

import "testing"

// TestGolangValidators are checks by validators, of characters and of segments.
func TestGolangValidators(t *testing.T) {
	t.Parallel()
	hold(t, "Go", []sample{{"more checks", `
package app
import ("net/http"; "os"; "os/exec"; "net"; "strings"; "fmt"; "database/sql"; "github.com/gin-gonic/gin"; "github.com/go-playground/validator/v10"; "github.com/asaskevich/govalidator"; "encoding/json"; "path/filepath"; "errors")
var validate = validator.New()
type form struct {
	Name string ` + "`json:\"name\" binding:\"required,alphanum\"`" + `
	Free string ` + "`json:\"free\" binding:\"required\"`" + `
	Kind string ` + "`validate:\"oneof=a b\"`" + `
}
func a(c *gin.Context) {
	var f form
	if err := c.ShouldBindJSON(&f); err != nil { return }
	os.Open("/srv/" + f.Name)
	os.Open("/srv/" + f.Free) // ! path
	os.Open("/srv/" + f.Kind)
	x := c.Query("x")
	if err := validate.Var(x, "required,alphanum"); err != nil { return }
	os.Open("/srv/" + x)
	y := c.Query("y")
	if !govalidator.IsAlphanumeric(y) { return }
	os.Open("/srv/" + y)
}
func b(w http.ResponseWriter, r *http.Request) {
	ip := net.ParseIP(r.FormValue("ip"))
	if ip == nil { return }
	exec.Command("sh", "-c", "ping " + ip.String()).Run()
	host := r.FormValue("host")
	if net.ParseIP(host) == nil {
		http.Error(w, "no", 400)
		return
	}
	exec.Command("sh", "-c", "ping " + host).Run()
}
func c(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("name")
	if strings.Index(name, "..") != -1 { return }
	os.Open("/srv/" + name)
	other := r.FormValue("other")
	if strings.Index(other, "..") >= 0 { return }
	os.Open("/srv/" + other)
	third := r.FormValue("third")
	if strings.ContainsAny(third, "/\\") { return }
	os.Open("/srv/" + third)
	fourth := r.FormValue("fourth")
	if strings.ContainsRune(fourth, '/') { return }
	os.Open("/srv/" + fourth)
	fifth := r.FormValue("fifth")
	if strings.IndexByte(fifth, '/') >= 0 { return }
	os.Open("/srv/" + fifth)
	sixth := r.FormValue("sixth")
	if strings.Count(sixth, "..") > 0 { return }
	os.Open("/srv/" + sixth)
}
func containsDots(v string) bool {
	for _, one := range strings.Split(v, "/") {
		if one == ".." { return true }
	}
	return false
}
func d(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("name")
	for _, one := range strings.Split(name, "/") {
		if one == ".." {
			http.Error(w, "no", 400)
			return
		}
	}
	os.Open("/srv/" + name)
	other := r.FormValue("other")
	if containsDots(other) { return }
	os.Open("/srv/" + other)
}
type store struct { root string; db *sql.DB }
func (s *store) path(name string) (string, error) {
	full := filepath.Join(s.root, name)
	if !strings.HasPrefix(full, s.root) {
		return "", errors.New("outside")
	}
	return full, nil
}
func (s *store) valid(name string) bool {
	switch name {
	case "a", "b":
		return true
	}
	return false
}
func (s *store) e(w http.ResponseWriter, r *http.Request) {
	full, err := s.path(r.FormValue("name"))
	if err != nil { return }
	os.Open(full)
	sort := r.FormValue("sort")
	if !s.valid(sort) { sort = "a" }
	s.db.Query("SELECT * FROM t ORDER BY " + sort)
	order := "ASC"
	if r.FormValue("order") == "desc" { order = "DESC" }
	s.db.Query("SELECT * FROM t ORDER BY a " + order)
	var in struct{ Sort string }
	json.NewDecoder(r.Body).Decode(&in)
	col, ok := map[string]string{"a": "b"}[in.Sort]
	if !ok { return }
	s.db.Query(fmt.Sprintf("SELECT * FROM t ORDER BY %s", col))
	var b strings.Builder
	var args []any
	b.WriteString("SELECT * FROM t WHERE 1=1")
	if v := r.FormValue("v"); v != "" {
		args = append(args, v)
		fmt.Fprintf(&b, " AND v = $%d", len(args))
	}
	s.db.Query(b.String(), args...)
	ids := strings.Split(r.FormValue("ids"), ",")
	marks := make([]string, len(ids))
	for i := range ids { marks[i] = "?" }
	s.db.Query("SELECT * FROM t WHERE id IN (" + strings.Join(marks, ",") + ")", ids)
	q := "SELECT * FROM t WHERE id IN (?" + strings.Repeat(",?", len(ids)-1) + ")"
	s.db.Query(q)
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(map[string]string{"a": r.FormValue("v")})
	fmt.Fprintf(w, "%q", r.FormValue("v"))
}
`}})
}
