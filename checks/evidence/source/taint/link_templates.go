package taint

import (
	paths "path"
	"slices"
	"strings"
)

// templates joins what templates show as it is with what they are rendered with.
func (l *linker) templates(files []string) {
	views := map[string][]string{} // by the last part of the path, without its ending
	for _, one := range files {
		if len(l.files[one].Raws) > 0 {
			views[stem(one)] = append(views[stem(one)], one)
		}
	}
	if len(views) == 0 {
		return
	}
	for _, from := range files {
		for _, render := range l.files[from].Renders {
			if render.View == "" {
				l.render(from, render, from, true)
				continue
			}
			found := slices.DeleteFunc(slices.Clone(views[stem(render.View)]), func(view string) bool { return !shows(view, render.View) })
			for _, view := range found {
				l.render(from, render, view, len(found) == 1)
			}
		}
	}
}

// stem is a file's name without its endings.
func stem(name string) string {
	base := paths.Base(name)
	if at := strings.IndexByte(base[min(1, len(base)):], '.'); at >= 0 {
		base = base[:at+1]
	}
	return base
}

// shows reports whether a file is the template that a call names: "users/show" is
// views/users/show.ejs.
func shows(file, view string) bool {
	view = strings.TrimLeft(paths.Clean(view), "./")
	without := strings.TrimSuffix(file, paths.Base(file)) + stem(file)
	for _, one := range []string{file, without, strings.TrimSuffix(file, paths.Ext(file))} {
		if one == view || strings.HasSuffix(one, "/"+view) {
			return true
		}
	}
	return false
}

// render adds the flows of one call to the places of one template.
func (l *linker) render(from string, render Render, view string, only bool) {
	for _, raw := range l.files[view].Raws {
		if !slices.ContainsFunc(raw.Names, func(name string) bool { return render.gives(name) }) {
			continue
		}
		source := render.Source
		source.Path = from
		steps := in(from, render.Steps)
		if render.View != "" {
			call := render.Call
			call.Path = from
			steps = append(steps, call)
		}
		l.add(view, Flow{
			Sink: raw.Sink, Source: source, Steps: steps,
			Sure: only && raw.Plain && render.Sure,
		})
	}
}

// gives reports whether a variable of a template is this one, or a part of it.
func (r Render) gives(name string) bool {
	return r.Name == "" || r.Name == name || strings.HasPrefix(name, r.Name+".")
}
