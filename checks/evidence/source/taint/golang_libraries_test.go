package taint_test

import "testing"

// TestGolangLibraries are requests, databases, files and answers of libraries of Go.
func TestGolangLibraries(t *testing.T) {
	t.Parallel()
	hold(t, "Go", []sample{
		{"go-restful hands parameters over", `
package p
import ("os/exec"; restful "github.com/emicklei/go-restful/v3")
func h(request *restful.Request, response *restful.Response) {
	exec.Command(request.QueryParameter("a")) // ! command
	exec.Command(request.PathParameters()["a"]) // ! command
	v, _ := request.BodyParameter("a")
	exec.Command(v) // ! command
	var in struct{ Name string }
	request.ReadEntity(&in)
	exec.Command(in.Name) // ! command
}`},
		{"gin binds in many ways", `
package p
import ("os/exec"; "github.com/gin-gonic/gin"; "github.com/gin-gonic/gin/binding")
func h(c *gin.Context) {
	var a, b struct{ Name string }
	c.BindYAML(&a)
	exec.Command(a.Name) // ! command
	c.MustBindWith(&b, binding.XML)
	exec.Command(b.Name) // ! command
	exec.Command(c.FullPath())
}`},
		{"a builder of queries of Beego takes texts as they are", `
package p
import ("github.com/beego/beego/v2/client/orm"; "net/http")
func h(w http.ResponseWriter, r *http.Request) {
	qb, _ := orm.NewQueryBuilder("mysql")
	qb.Select("id").From("t").Where("name = '" + r.FormValue("a") + "'") // ! sql
	qb.Select("id").From("t").OrderBy(r.FormValue("by")) // ! sql
	qb.Select("id").From("t").Where("name = ?")
	o := orm.NewOrm()
	o.Raw("SELECT * FROM t WHERE a = '" + r.FormValue("a") + "'") // ! sql
	o.Raw("SELECT * FROM t WHERE a = ?", r.FormValue("a"))
}`},
		{"what is no page by default is no markup", `
package p
import "github.com/valyala/fasthttp"
func plain(ctx *fasthttp.RequestCtx) { ctx.WriteString("<p>" + string(ctx.FormValue("a"))) }
func page(ctx *fasthttp.RequestCtx) {
	ctx.SetContentType("text/html")
	ctx.WriteString("<p>" + string(ctx.FormValue("a"))) // ! xss
}`},
		{"files that a library opens", `
package p
import ("net/http"; "github.com/spf13/afero"; "os"; "github.com/valyala/fasthttp")
func h(w http.ResponseWriter, r *http.Request, fast *fasthttp.RequestCtx) {
	fs := afero.NewOsFs()
	fs.Open(r.FormValue("a")) // ! path
	afero.ReadFile(fs, r.FormValue("a")) // ? path
	os.DirFS(r.FormValue("a")) // ! path
	fast.SendFile(r.FormValue("a")) // ! path
}`},
		{"a request that is written down goes where its host says", `
package p
import ("net/http"; "net/url")
func h(w http.ResponseWriter, r *http.Request) {
	_ = &http.Request{URL: &url.URL{Scheme: "https", Host: r.FormValue("a")}} // ! ssrf
	_ = &http.Request{URL: &url.URL{Scheme: "https", Host: "example.com", Path: r.FormValue("a")}}
	req, err := http.NewRequest("GET", "https://example.com", nil)
	if err != nil {
		return
	}
	req.URL.Host = r.FormValue("a") // ! ssrf
	r.URL.Host = r.Host
	base, _ := url.Parse("https://example.com")
	ref, _ := url.Parse(r.FormValue("a"))
	http.Get(base.ResolveReference(ref).String()) // ! ssrf
}`},
		{"messages of a service are likely what a caller chose", `
package p
import ("context"; "database/sql"; pb "example.com/shop/gen/shoppb"; "example.com/shop/store")
type server struct{ db *sql.DB }
func (s *server) Find(ctx context.Context, req *pb.FindRequest) (*pb.Item, error) {
	s.db.Query("SELECT * FROM t WHERE a = '" + req.GetName() + "'") // ? sql
	s.db.Query("SELECT * FROM t WHERE a = '" + req.Name + "'") // ? sql
	s.db.Query("SELECT * FROM t WHERE a = ?", req.GetName())
	return nil, nil
}
func (s *server) Load(ctx context.Context, options *store.Options) (*store.Item, error) {
	s.db.Query("SELECT * FROM t WHERE a = '" + options.Name + "'")
	return nil, nil
}`},
		{"arguments of the root of a GraphQL schema are untrusted", `
package p
import ("context"; "database/sql"; "example.com/shop/graph/model")
type queryResolver struct{ *Resolver }
type itemResolver struct{ *Resolver }
func (r *queryResolver) Items(ctx context.Context, name string, limit int) ([]*model.Item, error) {
	var db *sql.DB
	db.Query("SELECT * FROM t WHERE a = '" + name + "'") // ! sql
	return nil, nil
}
func (r *itemResolver) Owner(ctx context.Context, obj *model.Item) (*model.User, error) {
	var db *sql.DB
	db.Query("SELECT * FROM t WHERE a = '" + obj.Name + "'")
	return nil, nil
}`},
	})
}

// TestGolangPathsThatStay are paths that lead nowhere else, in ways that are no check by
// name.
func TestGolangPathsThatStay(t *testing.T) {
	t.Parallel()
	hold(t, "Go", []sample{
		{"net/http refuses dots in the path itself", `
package p
import ("net/http"; "github.com/gin-gonic/gin"; "path/filepath")
func h(w http.ResponseWriter, r *http.Request) {
	http.ServeFile(w, r, "./public"+r.URL.Path)
	http.ServeFile(w, r, filepath.Join("public", r.PathValue("name")))
	http.ServeFile(w, r, "./public/"+r.FormValue("name")) // ! path
}
func g(c *gin.Context) {
	c.File("./public/" + c.Param("name"))
	c.File("./public/" + c.Query("name")) // ! path
}`},
		{"a path of a request begins with a slash", `
package p
import ("net/http"; "os"; "path"; "path/filepath"; "strings")
func h(w http.ResponseWriter, r *http.Request) {
	at := r.URL.Path
	if !strings.HasPrefix(at, "/") {
		at = "/" + at
	}
	os.Open(filepath.Join("/data", path.Clean(at)))
	cut := strings.TrimPrefix(r.URL.Path, "/files/")
	os.Open(filepath.Join("/data", path.Clean(cut))) // ! path
}
func dots(w http.ResponseWriter, r *http.Request) {
	at := folder()
	if r.URL.Path == "/" {
		at += "/index.html"
	} else {
		at += r.URL.Path
	}
	if strings.Contains(at, "/../") || !exists(at) {
		at = folder() + "/index.html"
	}
	os.Open(at)
}`},
		{"a name without slashes or dots stays in its folder", `
package p
import ("net/http"; "os"; "path/filepath"; "strings"; "unicode")
func h(w http.ResponseWriter, r *http.Request) {
	os.Open("/data/a." + strings.ReplaceAll(r.FormValue("a"), ".", ""))
	os.Open("/data/a." + strings.Replace(r.FormValue("a"), ".", "", 1)) // ? path
	os.Create("/data/x" + filepath.Ext(r.FormValue("a")))
	os.Open("/data/" + strings.Split(r.FormValue("a"), "/")[1])
	os.Open("/data/" + strings.Join(strings.Split(r.FormValue("a"), "/"), "/")) // ! path
	os.Open(filepath.Join("/data", filepath.Clean(string(filepath.Separator)+r.FormValue("a"))))
}
func spelled(w http.ResponseWriter, r *http.Request) {
	name := r.FormValue("a")
	for _, letter := range name {
		if !(letter >= 'a' && letter <= 'z') {
			return
		}
	}
	os.Open("/data/" + name)
	other := r.FormValue("b")
	for _, letter := range other {
		if !unicode.IsLetter(letter) {
			return
		}
	}
	os.Open("/data/" + other)
	third := r.FormValue("c")
	for _, letter := range third {
		if letter == '\n' {
			return
		}
	}
	os.Open("/data/" + third) // ! path
}`},
	})
}
