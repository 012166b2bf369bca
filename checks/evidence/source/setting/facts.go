package setting

// Facts are the variables that one file reads, in the order of their lines.
type Facts struct {
	Readings []Reading `json:"readings,omitempty"`
	// Computed are lines that read a variable whose name the program makes.
	Computed []int `json:"computed,omitempty"`
	// Defaults are names that have a value where the environment gives none.
	Defaults []string `json:"defaults,omitempty"`
}

// Reading is one place that reads a variable.
type Reading struct {
	Name  string `json:"name"`
	Line  int    `json:"line"` // from 1
	By    string `json:"by"`   // how it is read, as people know it: "process.env", "zod"
	Need  Need   `json:"need,omitempty"`
	Later bool   `json:"later,omitempty"` // only under a condition, or in a function that may never be called
}

// Need is what becomes of the program where the variable is not set.
type Need string

// The needs.
const (
	Unknown  Need = ""         // nobody says: it may be empty
	Optional Need = "optional" // there is a default, or the program asks whether it is set
	Demanded Need = "demanded" // the program stops
)

// maxReadings bounds the facts of one file.
const maxReadings = 1000

// Join returns the facts of two programs of one file.
func (f Facts) Join(other Facts) Facts {
	return Facts{Readings: append(f.Readings, other.Readings...), Computed: append(f.Computed, other.Computed...), Defaults: append(f.Defaults, other.Defaults...)}
}
