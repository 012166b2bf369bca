// Package projecttest lets tests of items and of the App read projects as the program
// does: the test's own binary is the child that reads syntax. A package that uses it
// hands its TestMain to Main.
package projecttest

import (
	"os"
	"testing"

	"github.com/golive-app/golive/checks/evidence/source"
	"github.com/golive-app/golive/checks/evidence/source/project"
)

// Main runs the tests, or is the child that reads syntax where Command started it.
func Main(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == source.ReaderCommand {
		if source.ServeReader(os.Stdin, os.Stdout) != nil {
			os.Exit(3)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// Command starts the child.
func Command() []string { return []string{os.Args[0], source.ReaderCommand} }

// Reader returns a reader of projects that ends with the test.
func Reader(t testing.TB) *project.Reader {
	t.Helper()
	reader, err := source.NewReader(source.ReaderOptions{Command: Command(), Children: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = reader.Close() })
	return project.NewReader(reader)
}
