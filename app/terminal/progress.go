package terminal

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"charm.land/lipgloss/v2"
)

// Progress tells what golive is doing while it does it. On a terminal it is one
// line that is written over again ("checking 12/41 · code.secrets · 3 s"), else
// plain lines, one for each step. It belongs on standard error: the report has
// standard output. Write errors are ignored, since nobody is kept from the
// report by a progress line.
//
// A Progress may be used from several goroutines.
type Progress struct {
	writer io.Writer
	live   bool
	now    func() time.Time

	mutex   sync.Mutex
	width   int
	current string    // the step; empty: nothing under way
	since   time.Time // when the step began
	drawn   string    // what the live line shows
}

// NewProgress returns a progress that writes to writer. live asks for one line
// that is written over again; see Detect. now is the clock of the seconds.
func NewProgress(writer io.Writer, live bool, now func() time.Time) *Progress {
	const usual = 80
	return &Progress{writer: writer, live: live, now: now, width: usual}
}

// SetWidth tells how many cells a line of the terminal has; 80 without it. A
// live line is cut to it: one that wraps could not be written over.
func (p *Progress) SetWidth(cells int) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if cells > 0 {
		p.width = cells
	}
}

// Step says that one of total things is begun: its number from 1, what is done
// ("checking") and with what. A total of 0 leaves the numbers out.
func (p *Progress) Step(verb string, number, total int, what string) {
	step := Clean(verb)
	if total > 0 {
		step += fmt.Sprintf(" %d/%d", number, total)
	}
	if what != "" {
		step += " · " + Clean(what)
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if step == p.current {
		return
	}
	p.current, p.since = step, p.now()
	if p.live {
		p.draw()
		return
	}
	p.write(step + "\n")
}

// Say writes a line that stays.
func (p *Progress) Say(line string) {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.clear()
	p.write(Clean(line) + "\n")
	p.draw()
}

// Follow writes the seconds of the step anew at every tick until ctx ends or
// the channel is closed. Without a live line it has nothing to do.
func (p *Progress) Follow(ctx context.Context, ticks <-chan time.Time) {
	if !p.live {
		return
	}
	for {
		select {
		case <-ctx.Done():
			return
		case _, open := <-ticks:
			if !open {
				return
			}
			p.mutex.Lock()
			p.draw()
			p.mutex.Unlock()
		}
	}
}

// Done takes the live line away: nothing of it stays above the report.
func (p *Progress) Done() {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	p.clear()
	p.current = ""
}

// draw writes the live line, if it changed.
func (p *Progress) draw() {
	if !p.live || p.current == "" {
		return
	}
	line := p.current
	if elapsed := p.now().Sub(p.since).Truncate(time.Second); elapsed >= time.Second {
		line += " · " + seconds(elapsed)
	}
	// One cell stays free: some terminals wrap after the last one.
	line = lipgloss.NewStyle().Inline(true).MaxWidth(p.width - 1).Render(line)
	if line != p.drawn {
		p.clear()
		p.write(line)
		p.drawn = line
	}
}

// clear empties the live line: carriage return, then EL 2 of ECMA-48.
func (p *Progress) clear() {
	if p.drawn != "" {
		p.write("\r\x1b[2K")
		p.drawn = ""
	}
}

func (p *Progress) write(content string) { _, _ = io.WriteString(p.writer, content) }

// seconds writes a duration as people do: "3 s", "2 m 5 s".
func seconds(elapsed time.Duration) string {
	var parts []string
	if minutes := int(elapsed / time.Minute); minutes > 0 {
		parts = append(parts, fmt.Sprintf("%d m", minutes))
	}
	return strings.Join(append(parts, fmt.Sprintf("%d s", int(elapsed%time.Minute/time.Second))), " ")
}
