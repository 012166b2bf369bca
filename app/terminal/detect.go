package terminal

import (
	"os"

	"golang.org/x/term"
)

// Detect tells what a stream can show: colours, a line that is written over
// again, and how many cells a line has (0: no terminal, so lines are not
// broken). env looks up environment variables, as os.Getenv does.
//
// Colours are off for what is no terminal, for TERM=dumb and where NO_COLOR is
// set to anything (https://no-color.org); a live line also where CI is set,
// since its logs keep every state of it.
func Detect(file *os.File, env func(string) string) (colour, live bool, width int) {
	descriptor := int(file.Fd())
	if !term.IsTerminal(descriptor) {
		return false, false, 0
	}
	const usual = 80
	width, _, err := term.GetSize(descriptor)
	if err != nil || width <= 0 {
		width = usual
	}
	if env("TERM") == "dumb" {
		return false, false, width
	}
	return env("NO_COLOR") == "", env("CI") == "", width
}
