package route

// Facts are what one file says about routes. Numbers that point into its lists
// count from 1; 0 means none.
type Facts struct {
	Routers    []Router          `json:"routers,omitempty"`
	Steps      []Step            `json:"steps,omitempty"` // in the order in which they run, as far as that can be seen
	Functions  []Function        `json:"functions,omitempty"`
	Classes    []Class           `json:"classes,omitempty"`
	Names      map[string]int    `json:"names,omitempty"`  // routers by their names at the file's top level; "default" for the default export
	Values     map[string]Ref    `json:"values,omitempty"` // names that stand for a guard: CurrentUser = Annotated[User, Depends(…)]
	Lists      map[string][]Ref  `json:"lists,omitempty"`  // of scripts: names that stand for several of them
	Texts      map[string]string `json:"texts,omitempty"`  // constant paths by their names: "ROUTES.users"
	Same       [][2]int          `json:"same,omitempty"`   // routers that are one and the same
	Settings   []Setting         `json:"settings,omitempty"`
	Offers     []Offer           `json:"offers,omitempty"`     // handlers by names that frameworks look for
	Operations []Operation       `json:"operations,omitempty"` // of GraphQL and tRPC
	Nested     []Nested          `json:"nested,omitempty"`     // routers of tRPC in others
	Groups     int               `json:"groups,omitempty"`     // how many routers of tRPC there are
	GroupNames map[string]int    `json:"groupNames,omitempty"` // those by their names at the file's top level
	Bases      map[string][]Ref  `json:"bases,omitempty"`      // what procedures of tRPC ask of which others are made
	Default    int               `json:"default,omitempty"`    // the function that a file exports by default, where it gives a router
}

// RouterKind says how a file comes by a router.
type RouterKind string

// The kinds of routers.
const (
	RouterMade    RouterKind = "made"    // a framework's constructor is called here
	RouterPart    RouterKind = "part"    // a group of another one
	RouterParam   RouterKind = "param"   // a parameter
	RouterField   RouterKind = "field"   // a field of an object
	RouterElse    RouterKind = "else"    // another file's, or what calling a function gives; Origin says which
	RouterPattern RouterKind = "pattern" // a list of patterns, such as Django's urlpatterns
)

// Router is one value on which routes are registered.
type Router struct {
	Kind      RouterKind `json:"kind"`
	Framework string     `json:"framework,omitempty"` // empty: not known in this file
	Root      bool       `json:"root,omitempty"`      // an application: what it has is served
	Prefix    string     `json:"prefix,omitempty"`
	Methods   []string   `json:"methods,omitempty"`  // of the routes of a part, where it says so
	Guards    []Ref      `json:"guards,omitempty"`   // of a part, or given to the constructor
	Parent    int        `json:"parent,omitempty"`   // of a part
	Function  int        `json:"function,omitempty"` // of a parameter, or whose result it is
	Position  int        `json:"position,omitempty"` // of the parameter, from 0
	Key       string     `json:"key,omitempty"`      // of the parameter's property, where it is taken apart
	Class     string     `json:"class,omitempty"`    // of a field
	Field     string     `json:"field,omitempty"`
	Origin    string     `json:"origin,omitempty"`
	Name      string     `json:"name,omitempty"` // as the file calls it
	Line      int        `json:"line,omitempty"`
	Shared    bool       `json:"shared,omitempty"` // what a plugin does to it counts for who registers the plugin
	At        int        `json:"at,omitempty"`     // how many steps came before it: of a part
}

// StepKind says what is done to a router.
type StepKind string

// The kinds of steps.
const (
	StepRoute StepKind = "route" // a route is registered
	StepUse   StepKind = "use"   // what requests pass through, or a router that is mounted
	StepMount StepKind = "mount" // another router, or a function that gets one, below a prefix
	StepPass  StepKind = "pass"  // it is handed to a function
	StepView  StepKind = "view"  // a class with the handlers is registered
)

// Step is one thing done to a router.
type Step struct {
	Kind     StepKind `json:"kind"`
	Router   int      `json:"router"`
	Methods  []string `json:"methods,omitempty"` // none: every method
	Paths    []string `json:"paths,omitempty"`   // as written; of a use: where it holds
	Refs     []Ref    `json:"refs,omitempty"`    // handler and guards in their order; what is used, mounted or called
	Guards   []Ref    `json:"guards,omitempty"`  // those that stand apart from the handler: options, decorators
	Except   []string `json:"except,omitempty"`  // paths that what is used lets through
	Position int      `json:"position,omitempty"`
	Key      string   `json:"key,omitempty"`
	Late     bool     `json:"late,omitempty"`   // holds for routes before it as well
	Opaque   bool     `json:"opaque,omitempty"` // what it hands down stays there: Fastify's plugins
	When     string   `json:"when,omitempty"`   // the condition that it stands under, as written
	Sure     bool     `json:"sure,omitempty"`   // by its shape nothing but a route
	Line     int      `json:"line"`
}

// Ref names a value that is called: a handler, a guard, a router.
type Ref struct {
	Name     string   `json:"name"`               // for people
	Origin   string   `json:"origin,omitempty"`   // as program.Function.Origin writes it
	Function int      `json:"function,omitempty"` // in the same file
	Router   int      `json:"router,omitempty"`
	Words    []string `json:"words,omitempty"` // constant arguments: "jwt", "admin"
	Type     bool     `json:"type,omitempty"`  // a type's name, which may stand for a dependency
	Line     int      `json:"line,omitempty"`
	Package  string   `json:"package,omitempty"` // of scripts: the package that it is taken from
}

// Function is a function that matters to routes: a handler, a guard, or one that
// gets or gives a router.
type Function struct {
	Name    string   `json:"name,omitempty"`
	Class   string   `json:"class,omitempty"`
	Line    int      `json:"line"`
	Returns int      `json:"returns,omitempty"` // the router that it gives
	Guards  []Ref    `json:"guards,omitempty"`  // checks in its body, and dependencies in its parameters
	Rejects []string `json:"rejects,omitempty"` // statuses that it refuses requests with: "401"
	Passes  bool     `json:"passes,omitempty"`  // it hands the request on: next()
	Lets    bool     `json:"lets,omitempty"`    // of scripts: it hands every request on, as far as Through does
	Through []Ref    `json:"through,omitempty"` // what it asks on the way, and might be refused by
	Finds   bool     `json:"finds,omitempty"`   // it notes who asks: req.user
	Stops   string   `json:"stops,omitempty"`   // why it may keep a request, where it does not let
	Calls   []string `json:"calls,omitempty"`   // origins of what a handler calls
	Methods []string `json:"methods,omitempty"` // the requests that a view says it answers
	API     bool     `json:"api,omitempty"`     // a view of Django REST framework
	Decides bool     `json:"decides,omitempty"` // it says itself who may ask
	Open    bool     `json:"open,omitempty"`    // it says that everybody may
}

// Class is a class that answers requests or guards them.
type Class struct {
	Name     string    `json:"name"`
	Line     int       `json:"line"`
	Kind     string    `json:"kind,omitempty"`  // "controller", "resolver", "view", "guard"
	Bases    []string  `json:"bases,omitempty"` // origins
	Paths    []string  `json:"paths,omitempty"`
	Version  string    `json:"version,omitempty"`
	Guards   []Ref     `json:"guards,omitempty"`
	Open     bool      `json:"open,omitempty"` // it says that everybody may: AllowAny, permission_classes = []
	Marks    []string  `json:"marks,omitempty"`
	Handlers []Handler `json:"handlers,omitempty"`
}

// Handler is a method of a class, or an exported function, that answers requests.
type Handler struct {
	Name     string   `json:"name"`
	Line     int      `json:"line"`
	Methods  []string `json:"methods,omitempty"`
	Paths    []string `json:"paths,omitempty"`
	Guards   []Ref    `json:"guards,omitempty"`
	Open     bool     `json:"open,omitempty"`
	Marks    []string `json:"marks,omitempty"`
	Detail   bool     `json:"detail,omitempty"` // of one object: the path has its key
	Function int      `json:"function,omitempty"`
	Kind     string   `json:"kind,omitempty"` // "graphql" for a resolver's
	Version  string   `json:"version,omitempty"`
}

// Setting is what an application is configured with.
type Setting struct {
	Name   string   `json:"name"`
	Values []string `json:"values,omitempty"`
	Line   int      `json:"line"`
}

// The bounds of one file's facts: hostile files have more.
const (
	maxSteps     = 5000
	maxRouters   = 20000
	maxFunctions = 2000
	maxClasses   = 500
	maxRefs      = 20
	maxCalls     = 60
	maxElements  = 200 // of a list of routes that a loop goes through
	maxText      = 300
)
