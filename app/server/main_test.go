package server_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strconv"
	"testing"

	"github.com/golive-app/golive/checks/evidence/load"
	"github.com/golive-app/golive/checks/evidence/source"
)

// atOnce is how many stories are told at once: each waits for most of its time.
const atOnce = 6

// TestMain lets the test binary be the children that parse foreign code and generate
// load.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == source.ReaderCommand {
		if err := source.ServeReader(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
		os.Exit(0)
	}
	if len(os.Args) > 1 && os.Args[1] == load.GeneratorCommand {
		if err := load.ServeGenerator(context.Background(), os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
		os.Exit(0)
	}
	flag.Parse()
	chosen := false
	flag.Visit(func(one *flag.Flag) { chosen = chosen || one.Name == "test.parallel" })
	if !chosen {
		if err := flag.Set("test.parallel", strconv.Itoa(atOnce)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(3)
		}
	}
	os.Exit(m.Run())
}
