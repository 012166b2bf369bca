package usage

// Facts are what one file tells about the facilities that its program uses.
type Facts struct {
	Signs    []Sign   `json:"signs,omitempty"`
	Entities []Entity `json:"entities,omitempty"`
	Answers  []Answer `json:"answers,omitempty"`
	Gives    []Answer `json:"gives,omitempty"` // what functions return to others: Function, without Via
}

// With returns the facts of two parts of one file.
func (f Facts) With(other Facts) Facts {
	return Facts{
		Signs: append(f.Signs, other.Signs...), Entities: append(f.Entities, other.Entities...),
		Answers: append(f.Answers, other.Answers...), Gives: append(f.Gives, other.Gives...),
	}
}

// Sign is one place at which a facility is used or set up.
type Sign struct {
	Kind     Kind     `json:"kind"`
	Library  string   `json:"library,omitempty"` // as people call it: "ioredis", "Django"; empty where names alone tell
	Callee   string   `json:"callee,omitempty"`  // what is called or set, as its origin: "ioredis().setex"
	Line     int      `json:"line"`
	Detail   string   `json:"detail,omitempty"`   // what it is set to, in the words of its kind
	Fields   []string `json:"fields,omitempty"`   // which of Trace, User and Route a LogContext has
	Function string   `json:"function,omitempty"` // the named function around it
	Count    int      `json:"count,omitempty"`    // how many of its kind and library the file has, where only the first is kept
	Guarded  bool     `json:"guarded,omitempty"`  // it stands under a condition about the environment
}

// Kind tells what a sign is a sign of.
type Kind string

// The kinds of caches and stores.
const (
	CacheLibrary  Kind = "cache.library"  // a library that is for caching is set up or applied
	CacheRead     Kind = "cache.read"     // a value is looked up in a cache, or in a store that serves as one
	CacheWrite    Kind = "cache.write"    // a value is put there; Detail NoExpiry, where it stays for good
	CacheFunction Kind = "cache.function" // the results of a function or a view are kept
	CacheBackend  Kind = "cache.backend"  // what a framework's cache is set to keep values in: Detail
	CacheHeader   Kind = "cache.header"   // an answer says how it may be cached: Detail has the value, where it is constant
	CachePage     Kind = "cache.page"     // a framework keeps pages or requests: Detail how
	StoreClient   Kind = "store.client"   // a client of Redis or its like
	StoreUse      Kind = "store.use"      // what such a store serves for other than caching: Detail
)

// NoExpiry is the Detail of a write that nothing ends.
const NoExpiry = "no expiry"

// The kinds of uploads and stores of files.
const (
	UploadTaken    Kind = "upload.taken"    // files of clients are taken in: Detail "memory" where they stay there
	UploadDisk     Kind = "upload.disk"     // they are written to the disk of the machine
	UploadTemp     Kind = "upload.temp"     // likewise, in a folder for temporary files
	DiskWrite      Kind = "disk.write"      // a file is written where no upload is in sight
	StorageCloud   Kind = "storage.cloud"   // a client of an object store; Detail "presigned" for addresses of it
	StorageSetting Kind = "storage.setting" // what a framework's storage of files is set to: Detail
	StorageField   Kind = "storage.field"   // a column of a model that holds a file
)

// The kinds of logging.
const (
	LogSetup   Kind = "log.setup"   // a logger is made or configured: Detail Structured, Text or empty
	LogCall    Kind = "log.call"    // a line is written by a logger
	LogConsole Kind = "log.console" // a line is written past every logger: console.error, print, fmt.Println
	LogLevel   Kind = "log.level"   // a constant level that writes everything: Detail "debug"
	LogAccess  Kind = "log.access"  // requests are logged by a middleware
	LogContext Kind = "log.context" // fields of a request are put into its lines: Fields; Detail says how
)

// Details of LogSetup.
const (
	Structured = "structured"
	Text       = "text"
)

// Fields of LogContext.
const (
	Trace = "trace id"
	User  = "user id"
	Route = "route"
)

// The kinds of error handling.
const (
	ErrorPage    Kind = "error.page"    // a page or a component that is shown in place of a broken one
	ErrorHandler Kind = "error.handler" // one place that turns errors into answers
	ErrorLeak    Kind = "error.leak"    // an answer holds a stack trace, or what an error says: Detail LeakStack or LeakMessage
	DebugMode    Kind = "error.debug"   // a framework is told to show what went wrong: Detail says how it is told
)

// Details of ErrorLeak.
const (
	LeakStack   = "stack trace"
	LeakMessage = "error message"
)

// The kinds of payloads.
const (
	SelectAll       Kind = "payload.select"     // a query asks for every column: Detail names the table
	SerializerAll   Kind = "payload.serializer" // a serializer gives every field of a model, or all but some: Detail names the model
	SerializerNamed Kind = "payload.named"      // a serializer, a DTO or a response model names its fields
	HandlerOpen     Kind = "payload.open"       // a handler whose framework sends what it returns, without a declared type
	Pagination      Kind = "payload.pages"      // lists are cut into pages
	GraphQLServer   Kind = "graphql.server"
	GraphQLLimit    Kind = "graphql.limit" // of depth, complexity or the like
)

// The kinds of programs.
const (
	Service Kind = "service" // it answers requests: a web framework is set up
	View    Kind = "view"    // it has a user interface: components, rendered templates
)

// Entity is a class of values that a database keeps, with those of its fields that
// nobody outside may see.
type Entity struct {
	Name    string   `json:"name"`
	Library string   `json:"library"`
	Line    int      `json:"line"`
	Secret  []string `json:"secret,omitempty"` // that serialising an entity shows
	Hidden  []string `json:"hidden,omitempty"` // that it leaves out: json:"-", select: false
}

// Answer is a place at which a program sends out what a database keeps, or what
// another of its functions returns.
type Answer struct {
	Line     int    `json:"line"`
	Via      string `json:"via,omitempty"`     // "res.json"
	Entity   string `json:"entity,omitempty"`  // whose values are sent as they are
	Library  string `json:"library,omitempty"` // of the query
	Calls    string `json:"calls,omitempty"`   // in place of Entity: the origin of the function whose result is sent
	List     bool   `json:"list,omitempty"`    // several of them
	Limited  bool   `json:"limited,omitempty"` // the list has a bound
	Filtered bool   `json:"filtered,omitempty"`
	Function string `json:"function,omitempty"`
}

// The bounds of one file's facts: hostile files have more.
const (
	maxSigns    = 400
	maxEntities = 400
	maxAnswers  = 400
	maxText     = 200
)
