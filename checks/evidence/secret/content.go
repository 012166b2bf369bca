package secret

import (
	"bytes"
	"path"
	"strings"
)

// media holds the extensions of pictures, sounds, films and fonts: nothing in
// them is text.
var media = map[string]bool{
	".png": true, ".jpg": true, ".jpeg": true, ".gif": true, ".webp": true, ".avif": true, ".bmp": true, ".ico": true, ".icns": true, ".tif": true, ".tiff": true, ".psd": true, ".heic": true,
	".mp3": true, ".mp4": true, ".m4a": true, ".m4v": true, ".mov": true, ".avi": true, ".mkv": true, ".webm": true, ".wav": true, ".ogg": true, ".flac": true,
	".woff": true, ".woff2": true, ".ttf": true, ".otf": true, ".eot": true,
}

// archives holds the extensions of compressed files, whose content is not
// opened.
var archives = map[string]bool{
	".zip": true, ".gz": true, ".tgz": true, ".bz2": true, ".xz": true, ".zst": true, ".7z": true, ".rar": true, ".jar": true, ".war": true, ".whl": true,
	".gem": true, ".apk": true, ".ipa": true, ".docx": true, ".xlsx": true, ".pptx": true, ".pdf": true, ".br": true, ".nupkg": true,
}

// sniffed is how much of a file is looked at to tell text from other bytes, as
// git does.
const sniffed = 8000

func binary(content []byte) bool {
	return bytes.IndexByte(content[:min(len(content), sniffed)], 0) >= 0
}

// utf16 returns the text of a UTF-16 file with a byte order mark as Latin
// characters, enough to search it; false for any other file.
func utf16(content []byte) (string, bool) {
	if len(content) < 2 || !(content[0] == 0xff && content[1] == 0xfe || content[0] == 0xfe && content[1] == 0xff) {
		return "", false
	}
	low := 0
	if content[0] == 0xfe {
		low = 1
	}
	text := make([]byte, 0, len(content)/2)
	for index := 2; index+1 < len(content); index += 2 {
		character := content[index+low]
		if content[index+1-low] != 0 {
			character = '?'
		}
		text = append(text, character)
	}
	return string(text), true
}

// printable returns the runs of printable characters of a binary file that are
// long enough for a secret, one a line.
func printable(content []byte) string {
	const shortest = 12
	var text strings.Builder
	start := -1
	for index := 0; index <= len(content); index++ {
		if index < len(content) && (content[index] >= ' ' && content[index] <= '~' || content[index] == '\n') {
			if start < 0 {
				start = index
			}
			continue
		}
		if start >= 0 && index-start >= shortest {
			text.Write(content[start:index])
			text.WriteByte('\n')
		}
		start = -1
	}
	return text.String()
}

// pointer is how a Git LFS pointer file begins
// (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md).
var pointer = []byte("version https://git-lfs.github.com/spec/v1\n")

func largeFilePointer(content []byte) bool {
	return len(content) < 1024 && bytes.HasPrefix(content, pointer)
}

func extension(name string) string { return strings.ToLower(path.Ext(name)) }
