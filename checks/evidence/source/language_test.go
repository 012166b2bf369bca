package source

import "testing"

func TestALanguageIsToldByNameThenByContent(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, head, want string }{
		{"Dockerfile", "FROM scratch\n", "Dockerfile"},
		{"build/Makefile", "all:\n", "Makefile"},
		{"src/main.scala", "object A\n", "Scala"},
		{"src/a.test.ts", "import a from 'a'\n", "TypeScript"},
		{"types.d.ts", "declare const a: string\n", "TypeScript"},
		{"translations/de.ts", "<?xml version=\"1.0\"?>\n<TS>\n", "XML"},
		{"golive.spec", "Name: golive\n%prep\n", "RPM Spec"},
		{"setup.cfg", "[metadata]\nname = a\n", "INI"},
		{"include/a.h", "int a(void);\n", "C"},
		{"include/a.h", "#include <vector>\nclass A { public: std::vector<int> a; };\n", "C++"},
		{"include/a.h", "#import <Foundation/Foundation.h>\n@interface A\n@end\n", "Objective-C"},
		{"lib/a.pl", "use strict;\nmy $a = 1;\n", "Perl"},
		{"bin/serve", "#!/usr/bin/env python3\nprint(1)\n", "Python"},
		{"bin/serve", "#!/usr/bin/env -S PORT=1 python3.11 -u\nprint(1)\n", "Python"},
		{"bin/serve", "#!/usr/bin/node\nconsole.log(1)\n", "JavaScript"},
		{"bin/serve", "#!/bin/bash -e\necho 1\n", "Shell"},
		{"bin/serve", "#!\n", ""},
		{"bin/serve", "#!/usr/bin/env\n", ""},
		{"bin/serve", "\x7fELF\x00\x00", ""},
		{"data", "<?xml version=\"1.0\"?>\n<a/>\n", "XML"},
		{"NOTES", "plain words\n", ""},
		{"a.unknown-ending", "plain words\n", ""},
		{"config.production.yaml.tmpl", "a: 1\n", "Go Template"},
		{"include/a.h", "", "C"},
		{"noending", "", ""},
		{".hidden", "", ""},
		{"dots...", "", ""},
	} {
		if got := Language(test.name, []byte(test.head)); got != test.want {
			t.Errorf("%s, %q: %q, want %q", test.name, test.head, got, test.want)
		}
	}
}
