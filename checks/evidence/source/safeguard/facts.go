package safeguard

// Facts are what one file tells about safeguards.
type Facts struct {
	Signs []Sign `json:"signs,omitempty"`
}

// Sign is one place at which a safeguard is set up, or left out.
type Sign struct {
	Kind        Kind     `json:"kind"`
	Library     string   `json:"library,omitempty"` // as people call it: "helmet", "Django"
	Name        string   `json:"name,omitempty"`    // of the header, the cookie, the setting or the door
	Detail      string   `json:"detail,omitempty"`  // its value, in the words of its kind
	Line        int      `json:"line"`
	Function    string   `json:"function,omitempty"`    // the named function around it
	Lacks       []string `json:"lacks,omitempty"`       // flags of a cookie, headers that a library is told to leave out
	Denied      []string `json:"denied,omitempty"`      // those of Lacks that are turned off in so many words
	Credentials bool     `json:"credentials,omitempty"` // of CORS: cookies are sent along
	Guarded     bool     `json:"guarded,omitempty"`     // it stands under a condition about the environment
	Sometimes   bool     `json:"sometimes,omitempty"`   // it stands under some other condition
}

// Kind tells what a sign is a sign of.
type Kind string

// The kinds of signs.
const (
	Headers  Kind = "headers"  // a library that sets the usual headers
	Header   Kind = "header"   // one header, set by hand: Name in lower case
	CORS     Kind = "cors"     // who may ask from other origins: Detail OriginAny, OriginReflected, OriginListed
	Cookie   Kind = "cookie"   // a cookie that says who somebody is, with the flags that it lacks
	Limiter  Kind = "limiter"  // a limit of rates is made: Detail says for what, where it is not for all
	Setting  Kind = "setting"  // a framework's setting: Name and Detail
	Door     Kind = "door"     // what is there for developers or operators: Name is one of the Doors
	Trust    Kind = "trust"    // what proxies say of the client is believed: Detail "all" where everybody is
	Endpoint Kind = "endpoint" // a library answers one of the paths that operators ask for: Name "/health", "/metrics"
	Listens  Kind = "listens"  // requests are answered at an address: Detail; of Go's default mux Name is "default"
)

// Details of CORS.
const (
	OriginAny       = "any"       // "*"
	OriginReflected = "reflected" // whoever asks
	OriginListed    = "listed"
)

// Names of doors.
const (
	DoorProfiler      = "profiler"
	DoorVariables     = "variables" // Go's expvar
	DoorDocumentation = "API documentation"
	DoorExplorer      = "GraphQL explorer"
	DoorIntrospection = "GraphQL introspection"
	DoorQueues        = "queue dashboard"
	DoorAdmin         = "admin console"
	DoorStatus        = "status page"
	DoorFiles         = "files"
	DoorListing       = "directory listing"
	DoorSourceMaps    = "source maps"
	DoorToolbar       = "debug toolbar"
)

// The bounds of one file's facts: hostile files have more.
const (
	maxSigns = 200
	maxText  = 200
	deepest  = 300
)
