package main

import (
	"bytes"
	"debug/elf"
	"fmt"
	"os"
	"path/filepath"
)

// edition tells this program from every other build of it: by the id that the
// linker gave it, which is the same for the same content, or where there is none
// by the file's size and time.
func edition(program string) (string, error) {
	if id := buildID(program); id != "" {
		return id, nil
	}
	information, err := os.Stat(program)
	if err != nil {
		return "", fmt.Errorf("look at this program: %w", err)
	}
	return fmt.Sprintf("%s %d %d", buildVersion(), information.Size(), information.ModTime().UnixNano()), nil
}

// buildID returns the id that Go's linker leaves in a note of the program; empty
// where it left none.
// https://pkg.go.dev/cmd/internal/buildid
func buildID(program string) string {
	file, err := elf.Open(program)
	if err != nil {
		return ""
	}
	defer file.Close()
	section := file.Section(".note.go.buildid")
	if section == nil || section.Size < 16 || section.Size > 1024 {
		return ""
	}
	note, err := section.Data()
	if err != nil || !bytes.Equal(note[12:16], []byte("Go\x00\x00")) {
		return ""
	}
	length := file.ByteOrder.Uint32(note[4:8])
	if int(length) > len(note)-16 {
		return ""
	}
	return string(note[16 : 16+length])
}

const (
	// keptVariable names the directory in which `golive check` keeps what it read
	// of files, or turns that off.
	keptVariable = "GOLIVE_CACHE"
	keptOff      = "off"
)

// keptDirectory returns where that is; empty where nothing is to be kept.
func keptDirectory() string {
	switch named := os.Getenv(keptVariable); named {
	case keptOff:
		return ""
	case "":
		directory, err := os.UserCacheDir()
		if err != nil {
			return ""
		}
		return filepath.Join(directory, "golive", "kept")
	default:
		return named
	}
}
