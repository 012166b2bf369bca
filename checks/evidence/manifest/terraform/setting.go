package terraform

// State is what is known of something that can be switched on.
type State int

// The states.
const (
	Unclear State = iota // a plan alone knows, or nothing of the kind is set here
	Off
	On
)

// Setting is something that can be switched on, as a resource has it.
type Setting struct {
	State
	Place
	Argument string  // that sets it, as it is written in the file
	Missing  bool    // nothing sets it: the provider's default holds
	Number   float64 // days or the like, where it is one
}

// flag reads an argument that is true or false. without is what holds where nothing
// sets it.
func (r *Resource) flag(path string, without State) Setting {
	value := r.Get(path)
	setting := Setting{Argument: r.Argument(path), Place: r.At(path), Missing: !value.Set() || value.assumed, State: without}
	if !value.Set() {
		return setting
	}
	setting.State = Unclear
	if is, known := value.Bool(); known && is {
		setting.State = On
	} else if known {
		setting.State = Off
	}
	return setting
}

// days reads an argument that is a number of days, of which none means off. without is
// what holds where nothing sets it.
func (r *Resource) days(path string, without float64) Setting {
	value := r.Get(path)
	setting := Setting{Argument: r.Argument(path), Place: r.At(path), Missing: !value.Set() || value.assumed, Number: without}
	known := true
	if value.Set() {
		setting.Number, known = value.Number()
	}
	switch {
	case !known:
		setting.State = Unclear
	case setting.Number > 0:
		setting.State = On
	default:
		setting.State = Off
	}
	return setting
}

// is reads an argument that has one value that means on.
func (r *Resource) is(path, on string, without State) Setting {
	value := r.Get(path)
	setting := Setting{Argument: r.Argument(path), Place: r.At(path), Missing: !value.Set() || value.assumed, State: without}
	switch {
	case !value.Set():
	case !value.Known():
		setting.State = Unclear
	case value.Text() == on:
		setting.State = On
	default:
		setting.State = Off
	}
	return setting
}

// block reads a block whose being there means on.
func (r *Resource) block(name string, without State) Setting {
	setting := Setting{Argument: r.Argument(name), Place: r.place, State: without}
	has, sure := r.Has(r.Argument(name))
	switch {
	case has:
		setting.State = On
	case !sure:
		setting.State = Unclear
	default:
		setting.Missing = true
	}
	return setting
}
