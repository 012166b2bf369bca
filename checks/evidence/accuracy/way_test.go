package accuracy

import "testing"

func TestWay(t *testing.T) {
	t.Parallel()
	at := func(file string, line, first, last int) position { return position{file, line, first, line, last} }
	const code = `const library = require("library"), path = require("path")
function handler(req) {
  const x = req.query
  helper(x)
  library.each(x, one => harm(one))
  harm(path.join(x))
}
function helper(x) {
  harm(x)
  deeper(x)
}
function deeper(x) {
  harm(x)
}
harm(location.hash)
`
	source := at("a.js", 3, 13, 21)
	steps := map[position][]position{
		source:                 {at("a.js", 4, 10, 10), at("a.js", 5, 16, 16), at("a.js", 6, 18, 18), at("b.js", 1, 1, 5)},
		at("a.js", 4, 10, 10):  {at("a.js", 8, 17, 17)},
		at("a.js", 8, 17, 17):  {at("a.js", 9, 8, 8), at("a.js", 10, 10, 10)},
		at("a.js", 10, 10, 10): {at("a.js", 12, 17, 17)},
		at("a.js", 12, 17, 17): {at("a.js", 13, 8, 8)},
		at("a.js", 5, 16, 16):  {at("a.js", 5, 19, 21)},
		at("a.js", 5, 19, 21):  {at("a.js", 5, 31, 33)},
		at("a.js", 6, 18, 18):  {at("a.js", 6, 8, 19)},
		at("b.js", 1, 1, 5):    {at("a.js", 15, 6, 18)},
	}
	trail := newTrail("a.js", "JavaScript", code, steps)
	for name, test := range map[string]struct {
		from, to position
		want     Way
	}{
		"the same place":                      {at("a.js", 15, 6, 18), at("a.js", 15, 6, 18), Near},
		"through what the language has":       {source, at("a.js", 6, 8, 19), Near},
		"into a function that is called":      {source, at("a.js", 9, 8, 8), Near},
		"into a function that that one calls": {source, at("a.js", 13, 8, 8), Far},
		"a package calls a function with it":  {source, at("a.js", 5, 31, 33), Handed},
		"through another file":                {source, at("a.js", 15, 6, 18), Far},
		"from another file":                   {at("b.js", 1, 1, 5), at("a.js", 15, 6, 18), Far},
		"where the steps lead is not told":    {at("a.js", 15, 6, 18), at("a.js", 9, 8, 8), Far},
	} {
		if got := trail.way(test.from, test.to); got != test.want {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
	if nearer(Far, Handed) != Handed || nearer(Near, Far) != Near {
		t.Error("of two ways the nearer counts")
	}
}

func TestWayInAProgramOfOneFile(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]Way{
		"package main\nfunc a() {}\nfunc b() {}\nfunc main() { a() }\n":         Near,
		"package main\nfunc a() {}\nfunc b() {}\nfunc c() {}\nfunc init() {}\n": Far,
		"no program": "",
	} {
		if got := wayIn(code); got != want {
			t.Errorf("%q: %q, want %q", code, got, want)
		}
	}
}
