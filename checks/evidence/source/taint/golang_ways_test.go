package taint_test

import "testing"

// TestGolangWays are the ways that data takes in Go: from every part of a request,
// through what the standard library and the language hand on.
func TestGolangWays(t *testing.T) {
	t.Parallel()
	hold(t, "Go", []sample{{"net/http", `
package app
import ("net/http"; "database/sql"; "io"; "bufio"; "encoding/json"; "fmt"; "strings"; "bytes"; "os/exec"; "io/ioutil"; "mime/multipart"; "net/url")
type req struct { Name string; Inner struct{ A string }; List []string }
func a(w http.ResponseWriter, r *http.Request, db *sql.DB) {
	db.Query("SELECT * FROM t WHERE a = '" + r.Header.Get("X") + "'") // ! sql
	db.Query("SELECT * FROM t WHERE a = '" + r.Header["X"][0] + "'") // ! sql
	c, err := r.Cookie("a")
	db.Query("SELECT * FROM t WHERE a = '" + c.Value + "'") // ! sql
	for _, c := range r.Cookies() { db.Query("SELECT * FROM t WHERE a = '" + c.Value + "'") } // ! sql
	r.ParseForm()
	db.Query("SELECT * FROM t WHERE a = '" + r.Form.Get("a") + "'") // ! sql
	db.Query("SELECT * FROM t WHERE a = '" + r.Form["a"][0] + "'") // ! sql
	db.Query("SELECT * FROM t WHERE a = '" + r.PostForm.Get("a") + "'") // ! sql
	db.Query("SELECT * FROM t WHERE a = '" + r.URL.Path + "'") // ! sql
	db.Query("SELECT * FROM t WHERE a = '" + r.URL.RawQuery + "'") // ! sql
	db.Query("SELECT * FROM t WHERE a = '" + r.UserAgent() + "'") // ! sql
	db.Query("SELECT * FROM t WHERE a = '" + r.Referer() + "'") // ! sql
	db.Query("SELECT * FROM t WHERE a = '" + r.Host + "'") // ! sql
	db.Query("SELECT * FROM t WHERE a = '" + r.RequestURI + "'") // ! sql
	u, p, ok := r.BasicAuth()
	db.Query("SELECT * FROM t WHERE a = '" + u + p + "'") // ! sql
	q := r.URL.Query()
	for k, vs := range q {
		db.Query("SELECT * FROM t WHERE a = '" + k + "'") // ! sql
		for _, v := range vs {
			db.Query("SELECT * FROM t WHERE a = '" + v + "'") // ! sql
		}
	}
	var all []string
	for k, v := range q { all = append(all, fmt.Sprintf("%s = '%s'", k, v)) }
	db.Query("SELECT * FROM t WHERE " + strings.Join(all, " AND ")) // ! sql
	var where string
	for k := range r.Form { where += k + " = 1 AND " }
	db.Query("SELECT * FROM t WHERE " + where) // ! sql
	var b req
	json.NewDecoder(r.Body).Decode(&b)
	db.Query("SELECT * FROM t WHERE a = '" + b.Name + "'") // ! sql
	db.Query("SELECT * FROM t WHERE a = '" + b.Inner.A + "'") // ! sql
	db.Query("SELECT * FROM t WHERE a IN ('" + strings.Join(b.List, "','") + "')") // ! sql
	data, _ := io.ReadAll(r.Body)
	var d req
	json.Unmarshal(data, &d)
	db.Query("SELECT * FROM t WHERE a = '" + d.Name + "'") // ! sql
	var m map[string]interface{}
	json.Unmarshal(data, &m)
	db.Query("SELECT * FROM t WHERE a = '" + m["a"].(string) + "'") // ! sql
	name, ok := m["b"].(string)
	db.Query("SELECT * FROM t WHERE a = '" + name + "'") // ! sql
	var buf bytes.Buffer
	buf.ReadFrom(r.Body)
	db.Query("SELECT * FROM t WHERE a = '" + buf.String() + "'") // ! sql
	buf2 := new(bytes.Buffer)
	io.Copy(buf2, r.Body)
	db.Query("SELECT * FROM t WHERE a = '" + buf2.String() + "'") // ! sql
	s := bufio.NewScanner(r.Body)
	for s.Scan() { db.Query("SELECT * FROM t WHERE a = '" + s.Text() + "'") } // ! sql
	rd := bufio.NewReader(r.Body)
	line, _ := rd.ReadString('\n')
	db.Query("SELECT * FROM t WHERE a = '" + line + "'") // ! sql
	raw := make([]byte, 100)
	r.Body.Read(raw)
	db.Query("SELECT * FROM t WHERE a = '" + string(raw) + "'") // ! sql
	f, h, err := r.FormFile("f")
	content, _ := ioutil.ReadAll(f)
	db.Query("SELECT * FROM t WHERE a = '" + string(content) + "'") // ! sql
	db.Query("SELECT * FROM t WHERE a = '" + h.Filename + "'") // ! sql
	db.Query("SELECT * FROM t WHERE a = '" + r.MultipartForm.Value["a"][0] + "'") // ! sql
	for _, h := range r.MultipartForm.File["f"] {
		db.Query("SELECT * FROM t WHERE a = '" + h.Filename + "'") // ! sql
		file, _ := h.Open()
		x, _ := io.ReadAll(file)
		db.Query("SELECT * FROM t WHERE a = '" + string(x) + "'") // ! sql
	}
	var sb strings.Builder
	fmt.Fprintf(&sb, "SELECT * FROM t WHERE a = '%s'", r.FormValue("a"))
	db.Query(sb.String()) // ! sql
	var bb bytes.Buffer
	bb.WriteString("SELECT * FROM t WHERE a = '")
	bb.Write([]byte(r.FormValue("a")))
	db.Query(bb.String()) // ! sql
	args := []interface{}{r.FormValue("a")}
	db.Query(fmt.Sprintf("SELECT * FROM t WHERE a = '%s'", args...)) // ! sql
	fn := func(v string) string { return "SELECT * FROM t WHERE a = '" + v + "'" }
	db.Query(fn(r.FormValue("a"))) // ! sql
	ch := make(chan string, 1)
	ch <- r.FormValue("a")
	db.Query("SELECT * FROM t WHERE a = '" + <-ch + "'") // ! sql
	sm := map[string]string{}
	sm["a"] = r.FormValue("a")
	db.Query("SELECT * FROM t WHERE a = '" + sm["a"] + "'") // ! sql
	arr := [2]string{r.FormValue("a"), "x"}
	db.Query("SELECT * FROM t WHERE a = '" + arr[0] + "'") // ! sql
	st := &req{Name: r.FormValue("a")}
	db.Query("SELECT * FROM t WHERE a = '" + st.Name + "'") // ! sql
	pt := &st.Name
	db.Query("SELECT * FROM t WHERE a = '" + *pt + "'") // ! sql
	dst := make([]string, 1)
	copy(dst, []string{r.FormValue("a")})
	db.Query("SELECT * FROM t WHERE a = '" + dst[0] + "'") // ! sql
	go func() { db.Query("SELECT * FROM t WHERE a = '" + r.FormValue("a") + "'") }() // ! sql
	defer db.Exec("DELETE FROM t WHERE a = '" + r.FormValue("a") + "'") // ! sql
	q1 := "SELECT * FROM t"
	q1 += " WHERE a = '" + r.FormValue("a") + "'"
	db.Query(q1) // ! sql
	fields := strings.Fields(r.FormValue("a"))
	db.Query("SELECT * FROM t WHERE a = '" + fields[0] + "'") // ! sql
	before, after, _ := strings.Cut(r.FormValue("a"), "=")
	db.Query("SELECT * FROM t WHERE a = '" + after + before + "'") // ! sql
	vals, _ := url.ParseQuery(r.URL.RawQuery)
	db.Query("SELECT * FROM t WHERE a = '" + vals.Get("a") + "'") // ! sql
	db.Query(fmt.Sprint("SELECT * FROM t WHERE a = ", r.FormValue("a"))) // ! sql
	db.Query(string(append([]byte("SELECT * FROM t WHERE a = "), r.FormValue("a")...))) // ! sql
	db.Query(strings.Replace("SELECT * FROM t WHERE a = ?", "?", r.FormValue("a"), -1)) // ! sql
	exec.Command("sh", "-c", r.FormValue("c")).Output() // ! command
	cmd3 := exec.CommandContext(r.Context(), "cmd", "/C", r.FormValue("c")) // ! command
	cmd4 := exec.Command("/bin/bash", "-c", fmt.Sprintf("ls %s", r.FormValue("c"))) // ! command
	cmd5 := exec.Command("powershell", "-Command", r.FormValue("c")) // ! command
	parts := strings.Fields(r.FormValue("c"))
	exec.Command(parts[0], parts[1:]...).Run() // ! command
	_ = multipart.Form{}
}
`}})
}
