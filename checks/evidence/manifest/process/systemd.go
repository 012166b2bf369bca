package process

import (
	"path"
	"strings"
)

// entry is one setting of a unit.
type entry struct {
	section, name, value string
	line                 int
}

// unit reads the settings of a unit
// (https://www.freedesktop.org/software/systemd/man/latest/systemd.syntax.html).
func unit(text string) []entry {
	var entries []entry
	section := ""
	lines := strings.Split(text, "\n")
	for index := 0; index < len(lines); index++ {
		line := strings.TrimSpace(lines[index])
		switch {
		case line == "" || line[0] == '#' || line[0] == ';':
			continue
		case line[0] == '[' && strings.HasSuffix(line, "]"):
			section = line[1 : len(line)-1]
			continue
		}
		first := index + 1
		for strings.HasSuffix(line, `\`) && index+1 < len(lines) {
			index++
			line = strings.TrimSuffix(line, `\`) + " " + strings.TrimSpace(lines[index])
		}
		if name, value, is := strings.Cut(line, "="); is {
			entries = append(entries, entry{section, strings.TrimSpace(name), strings.TrimSpace(value), first})
		}
	}
	return entries
}

// systemd reads a unit of a service. What a unit says last holds.
// https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html
func (f *File) systemd(text string) {
	name := path.Base(f.Path)
	program := Program{Name: name[:strings.Index(name, ".service")], Line: 1, Restarts: No}
	service := false
	for _, one := range unit(text) {
		if one.section != "Service" {
			continue
		}
		if !service {
			program.Line = one.line
		}
		service = true
		switch one.name {
		case "Restart":
			program.Restart, program.RestartAt = one.value, one.line
			program.Restarts = Yes
			switch one.value {
			case "", "no":
				program.Restarts = No
			case "on-success":
				program.Restarts = No // not where it fails
			}
		case "Type":
			program.Once = one.value == "oneshot"
		case "ExecStart":
			program.Command = one.value
		case "WatchdogSec":
			program.Checked, program.CheckedAt = one.value != "" && one.value != "0", one.line
		case "MemoryMax", "MemoryHigh":
			program.Memory = true
		}
	}
	if !service || program.Command == "" {
		f.Unread = "it has no [Service] that starts anything"
		return
	}
	f.Programs = append(f.Programs, program)
}
