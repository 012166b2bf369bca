package taint

import (
	"strings"

	"github.com/golive-app/golive/checks/evidence/source/program"
)

// newGolangTables are the tables of Go.
func newGolangTables() *tables {
	return &tables{
		origins: golangOrigins(), handling: func(*engine, *program.Function) handling { return handling{} }, param: golangParam,
		sinks: sinkTable(golangSinks()), stores: map[string][]storeRow{},
		passing: passTable(golangPassing),
		fills: map[string]fillRow{
			"Unmarshal":                              {of("encoding/json gopkg.in/yaml.v3 gopkg.in/yaml.v2 encoding/xml ~json"), "0", "1"},
			"Decode":                                 {of("*"), "self", "0"},
			"DecodeJSON":                             {of("github.com/go-chi/render ~render"), "0", "1"},
			"Copy":                                   {of("io"), "1", "0"},
			"CopyN":                                  {of("io"), "1", "0"},
			"CopyBuffer":                             {of("io"), "1", "0"},
			"ReadFull":                               {of("io"), "0", "1"},
			"ReadAtLeast":                            {of("io"), "0", "1"},
			"ReadFrom":                               {of("*"), "0", "self"},
			"Read":                                   {of("*"), "self", "0"},
			"copy":                                   {of("-"), "1", "0"},
			"Sscanf":                                 {of("fmt"), "0", "2+"},
			"Sscan":                                  {of("fmt"), "0", "1+"},
			"Sscanln":                                {of("fmt"), "0", "1+"},
			"Fscanf":                                 {of("fmt"), "0", "2+"},
			"Fscan":                                  {of("fmt"), "0", "1+"},
			"ReadJSON":                               {of("github.com/gorilla/websocket"), "0", "1"},
			"nhooyr.io/websocket/wsjson.Read":        {of("*"), "1", "2"},
			"github.com/coder/websocket/wsjson.Read": {of("*"), "1", "2"},
			"nhooyr.io/websocket/wspb.Read":          {of("*"), "1", "2"},
			"github.com/coder/websocket/wspb.Read":   {of("*"), "1", "2"},
			"Receive":                                {of("golang.org/x/net/websocket.Codec() golang.org/x/net/websocket.Message golang.org/x/net/websocket.JSON"), "0", "1"},
			"Execute":                                {of("text/template.New() text/template.Must() text/template.Template()"), "1", "0"},
		},
		adds:     words("WriteString Write Add Set WriteByte WriteRune Store PushBack PushFront"),
		strings:  words("String Bytes Text Query Encode EscapedPath RequestURI Hostname ReadString ReadLine ReadBytes ReadSlice Peek Open Unwrap Error Elem Interface Front Back Load Next Unescape ByName GetString GetStrings VisitAll"),
		harmless: words("Size ContentLength Method"),
		partSafe: map[string]classes{"Path": request | doubt, // https://example.com//evil.org has one that leads elsewhere
			"RawQuery": redirect | request, "Filename": path},
		clean: words("int int8 int16 int32 int64 uint uint8 uint16 uint32 uint64 float32 float64 bool byte rune Time Duration UUID ObjectID error Context Writer ResponseWriter Logger " +
			"Index LastIndex Count Len"),
		flags:    words("err ok _ found exists e error exist n"),
		contains: words("Contains Has ContainsFunc"),
		prefixes: words("HasPrefix"),
		suffixes: words("HasSuffix"),
		finds:    words("Index IndexAny IndexByte IndexRune ContainsAny ContainsRune LastIndex Count"),
		matches:  words("MatchString Match MatchReader"),
		proves: map[string]classes{
			"IsLocal": path, "Atoi": everything, "ParseInt": everything, "ParseUint": everything, "ParseBool": everything, "ParseFloat": everything,
			"github.com/google/uuid.Parse": everything, "github.com/gofrs/uuid.FromString": everything, "ValidPath": path,
			"github.com/google/uuid.Validate": everything, "net.ParseIP": everything &^ request, "net.ParseCIDR": everything &^ request, "net/netip.ParseAddr": everything &^ request, "net.ParseMAC": everything,
			"time.Parse": everything, "time.ParseDuration": everything, "github.com/gofrs/uuid/v5.FromString": everything, "github.com/satori/go.uuid.FromString": everything,
			"go.mongodb.org/mongo-driver/bson/primitive.ObjectIDFromHex": everything, "go.mongodb.org/mongo-driver/v2/bson.ObjectIDFromHex": everything, "encoding/hex.DecodeString": everything,
			"IsAlphanumeric": everything, "IsAlpha": everything, "IsNumeric": everything, "IsInt": everything, "IsUUID": everything, "IsUUIDv3": everything, "IsUUIDv4": everything, "IsUUIDv5": everything,
			"IsHexadecimal": everything, "IsDNSName": everything &^ request,
		},
		leaving:   words("os.Exit panic log.Fatal log.Fatalf log.Fatalln log.Panic log.Panicf runtime.Goexit t.Fatal t.Fatalf"),
		functions: true, local: golangLocal,
	}
}

// golangLocal reports whether a callee may be a function of the repository: of the
// package itself, or of one whose path has a host, which those of Go itself have not.
func golangLocal(e *engine, c *called) bool {
	if c.origin == "" || golangBuiltins[c.origin] {
		return false
	}
	name := rootName(c.x.Callee)
	if name == "" {
		return false
	}
	binding := e.function().Lookup(name)
	module, inner := c.origin, strings.Contains(c.origin, "/")
	if binding != nil && binding.Import != nil {
		module, inner = binding.Import.Module, true
	}
	if !inner {
		return binding == nil || binding.Import == nil && !importedType(e, c.origin)
	}
	host, rest, found := strings.Cut(module, "/")
	if !found || !strings.Contains(host, ".") {
		return false
	}
	owner, _, _ := strings.Cut(rest, "/")
	return !golangOwners[host+"/"+owner] && !golangOwners[host]
}

// importedType reports whether an origin begins with a package that the file
// imports: "strings.Builder().String".
func importedType(e *engine, origin string) bool {
	first, _, _ := strings.Cut(origin, ".")
	for _, one := range e.file.Imports {
		if one.Module == first {
			return true
		}
	}
	return false
}

var golangBuiltins = words("len cap append make new panic recover print println copy delete min max clear close string error any byte rune int int64 float64 bool")

// golangOwners are who publishes libraries that are much used.
var golangOwners = words("golang.org google.golang.org gopkg.in gorm.io go.uber.org k8s.io go.mongodb.org github.com/gin-gonic github.com/labstack github.com/gofiber github.com/go-chi " +
	"github.com/gorilla github.com/jmoiron github.com/jackc github.com/lib github.com/go-sql-driver github.com/google github.com/sirupsen github.com/stretchr github.com/spf13 " +
	"github.com/pkg github.com/aws github.com/Masterminds github.com/prometheus github.com/redis github.com/go-redis github.com/rs github.com/julienschmidt github.com/golang-jwt")

// golangParam is what a parameter gives by its type.
func golangParam(e *engine, function *program.Function, _ handling, at int, param *program.Param) give {
	kind := e.typeName(function, param.Type)
	if kind == "" {
		return give{}
	}
	if kind == "string" && function.Exported && function.Class != nil { // an action of Revel
		for _, base := range function.Class.Bases {
			if e.file.Top().TypeOrigin(base) == "github.com/revel/revel.Controller" {
				return plain
			}
		}
	}
	if known := e.tables.origins[kind+"()"]; !known.zero() {
		return known
	}
	if own := ownContext(e, param, kind); !own.zero() {
		return own
	}
	return golangAsked(e, function, at, kind)
}
