package terminal

import (
	"charm.land/lipgloss/v2"

	"github.com/golive-app/golive/checks"
)

// look is how a piece of text appears. It is only ever an addition: what a
// colour says stands there as a word, too.
type look struct {
	bold, faint bool
	colour      string // ANSI colour number "0"–"15", which follows the reader's own theme; empty: the default
}

// The numbers of the ANSI colours.
const (
	red     = "1"
	green   = "2"
	yellow  = "3"
	blue    = "4"
	magenta = "5"
	cyan    = "6"
)

var (
	heading = look{bold: true}
	quiet   = look{faint: true}
	code    = look{colour: cyan}
	link    = look{colour: blue}
)

// over returns the look with what another one adds.
func (l look) over(other look) look {
	l.bold = l.bold || other.bold
	l.faint = l.faint || other.faint
	if other.colour != "" {
		l.colour = other.colour
	}
	return l
}

// paint renders cleaned text in a look.
func (l look) paint(text string) string {
	if l == (look{}) || text == "" {
		return text
	}
	style := lipgloss.NewStyle().Bold(l.bold).Faint(l.faint)
	if l.colour != "" {
		style = style.Foreground(lipgloss.Color(l.colour))
	}
	return style.Render(text)
}

// verdictLook returns the look of a verdict's word.
func verdictLook(verdict checks.Verdict) look {
	switch verdict {
	case checks.Fail, checks.Errored:
		return look{bold: true, colour: red}
	case checks.NeedsSignOff:
		return look{bold: true, colour: magenta}
	case checks.Warn, checks.Stale:
		return look{bold: true, colour: yellow}
	case checks.Pass:
		return look{bold: true, colour: green}
	case checks.Waived, checks.Running:
		return look{bold: true, colour: blue}
	case checks.NotApplicable:
		return quiet
	default:
		return look{bold: true, colour: cyan}
	}
}
