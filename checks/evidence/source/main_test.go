package source

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"testing"
)

// TestMain lets the test binary be the child that reads syntax, and a few
// children that misbehave.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 {
		switch os.Args[1] {
		case ReaderCommand:
			if err := ServeReader(os.Stdin, os.Stdout); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(3)
			}
			os.Exit(0)
		case "moody-reader":
			serveMoody(os.Stdin, os.Stdout)
			os.Exit(0)
		case "deaf-reader": // says that it is there, and takes nothing in
			_ = (&frames{out: os.Stdout}).write([]byte(hello))
			select {}
		}
	}
	os.Exit(m.Run())
}

// serveMoody is a reader that dies, hangs or talks nonsense when the content
// says so.
func serveMoody(in io.Reader, out io.Writer) {
	answers := frames{out: out}
	_ = answers.write([]byte(hello))
	for {
		header, err := readFrame(in)
		if err != nil {
			return
		}
		content, err := readFrame(in)
		if err != nil {
			return
		}
		switch {
		case bytes.Contains(content, []byte("DIE")):
			os.Exit(139)
		case bytes.Contains(content, []byte("HANG")):
			select {}
		case bytes.Contains(content, []byte("LIE")):
			_, _ = out.Write([]byte("\xff\xff\xff\xff nonsense"))
			continue
		}
		var asked request
		_ = json.Unmarshal(header, &asked)
		_ = answers.write(respond(asked, content))
	}
}
