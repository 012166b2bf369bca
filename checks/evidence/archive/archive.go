package archive

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"github.com/golive-app/golive/checks"
)

// Limits bound what is read of one archive.
type Limits struct {
	Entries int   // that it may list
	Entry   int64 // unpacked bytes of one entry
	Total   int64 // unpacked bytes of all that are read
	Ratio   int64 // how many times its packed size an entry may be
}

// DefaultLimits are wide enough for the reports of a large repository. Text packs at
// ten to fifty to one; deflate itself ends at about a thousand to one.
func DefaultLimits() Limits {
	return Limits{Entries: 100_000, Entry: 64 << 20, Total: 256 << 20, Ratio: 300}
}

// smallest is what an entry may unpack to whatever its ratio: a short file of
// one repeated line is no bomb.
const smallest = 1 << 20

// ErrNoArchive is returned for what is no zip archive, or a damaged one.
var ErrNoArchive = errors.New("not a readable zip archive")

// errBeyond marks the limit that an entry met while it was read.
type errBeyond struct{ reason string }

func (e *errBeyond) Error() string { return e.reason }

// Read visits the wanted entries of a zip archive in the order in which it
// lists them. What was wanted and not read is returned with the reason; an
// entry whose content is damaged or beyond a limit once it is read is among
// them, although its visit had begun: the visit sees the error of its reader.
func Read(ctx context.Context, content io.ReaderAt, size int64, limits Limits, visitor checks.ArtifactVisitor) ([]checks.Skipped, error) {
	// The directory of an archive is read at once; its count is checked before.
	if count, known := entries(content, size); known && count > limits.Entries {
		return nil, fmt.Errorf("%w: it lists %d entries, more than %d", checks.ErrTooLarge, count, limits.Entries)
	}
	opened, err := zip.NewReader(content, size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return nil, fmt.Errorf("%w: %w", ErrNoArchive, err)
	}
	if len(opened.File) > limits.Entries {
		return nil, fmt.Errorf("%w: it lists %d entries, more than %d", checks.ErrTooLarge, len(opened.File), limits.Entries)
	}
	reading := reading{limits: limits, left: limits.Total, visitor: visitor, seen: map[string]bool{}}
	for _, file := range opened.File {
		if err := ctx.Err(); err != nil {
			return reading.skipped, err
		}
		if err := reading.visit(file); err != nil {
			return reading.skipped, err
		}
	}
	return reading.skipped, nil
}

// reading is one archive on its way.
type reading struct {
	limits  Limits
	left    int64
	visitor checks.ArtifactVisitor
	seen    map[string]bool
	skipped []checks.Skipped
}

func (r *reading) skip(name, format string, arguments ...any) {
	if len(name) > 300 {
		name = strings.ToValidUTF8(name[:300], "") + "…"
	}
	r.skipped = append(r.skipped, checks.Skipped{Path: name, Reason: fmt.Sprintf(format, arguments...)})
}

func (r *reading) visit(file *zip.File) error {
	if file.FileInfo().IsDir() || strings.HasSuffix(file.Name, `\`) {
		return nil
	}
	name, inside := cleanName(file.Name)
	if !inside {
		r.skip(fmt.Sprintf("%q", file.Name), "its name leads out of the archive")
		return nil
	}
	if Nested(name) {
		r.skip(name, "an archive within the archive is not opened")
		return nil
	}
	entry := checks.ArtifactEntry{Path: name, Size: int64(min(file.UncompressedSize64, 1<<62))}
	if !r.visitor.Wants(entry) {
		return nil
	}
	switch {
	case r.seen[name]:
		r.skip(name, "the archive holds it twice")
	case !file.Mode().IsRegular():
		r.skip(name, "a link or device is not followed")
	case file.Flags&1 != 0:
		r.skip(name, "it is encrypted")
	case entry.Size > r.limits.Entry:
		r.skip(name, "larger than %d MiB unpacked", r.limits.Entry>>20)
	case r.exceeds(file):
		r.skip(name, "it unpacks to more than %d times its size", r.limits.Ratio)
	default:
		r.seen[name] = true
		return r.open(file, entry)
	}
	return nil
}

func (r *reading) exceeds(file *zip.File) bool {
	return file.UncompressedSize64 > smallest && file.UncompressedSize64/uint64(r.limits.Ratio) > file.CompressedSize64
}

// open reads one entry. A sound entry is read to its end even if the visit
// stops earlier: only then is its checksum known.
func (r *reading) open(file *zip.File, entry checks.ArtifactEntry) error {
	opened, err := file.Open()
	if err != nil {
		r.skip(entry.Path, "it cannot be unpacked: %v", err)
		return nil
	}
	defer opened.Close()
	content := &bounded{from: opened, reading: r, left: r.limits.Entry, packed: int64(min(file.CompressedSize64, 1<<62))}
	failed := r.visitor.Visit(entry, content)
	if content.err == nil {
		_, _ = io.Copy(io.Discard, content)
	}
	var beyond *errBeyond
	switch {
	case errors.As(content.err, &beyond):
		r.skip(entry.Path, "%s", beyond.reason)
	case content.err != nil && content.err != io.EOF:
		r.skip(entry.Path, "it cannot be unpacked: %v", content.err)
	default:
		return failed
	}
	if failed != nil && !errors.Is(failed, content.err) {
		return failed
	}
	return nil
}

// bounded counts what is really unpacked.
type bounded struct {
	from    io.Reader
	reading *reading
	left    int64
	packed  int64
	read    int64
	err     error
}

func (b *bounded) Read(into []byte) (int, error) {
	if b.err != nil {
		return 0, b.err
	}
	n, err := b.from.Read(into)
	b.read += int64(n)
	b.left -= int64(n)
	b.reading.left -= int64(n)
	switch limits := b.reading.limits; {
	case b.left < 0:
		err = &errBeyond{fmt.Sprintf("larger than %d MiB unpacked", limits.Entry>>20)}
	case b.reading.left < 0:
		err = &errBeyond{fmt.Sprintf("the files of the archive are larger than %d MiB together", limits.Total>>20)}
	case b.read > smallest && b.read/limits.Ratio > b.packed:
		err = &errBeyond{fmt.Sprintf("it unpacks to more than %d times its size", limits.Ratio)}
	}
	b.err = err
	if err != nil && err != io.EOF {
		n = 0
	}
	return n, err
}

// cleanName makes an entry's name a relative path with "/".
func cleanName(name string) (string, bool) {
	name = strings.ReplaceAll(name, `\`, "/")
	name = strings.TrimPrefix(name, "./")
	if len(name) > 4096 || strings.ContainsRune(name, 0) || len(name) > 1 && name[1] == ':' {
		return "", false
	}
	return name, fs.ValidPath(name) && name != "."
}

// nestedEndings are those of files that hold other files.
var nestedEndings = []string{".zip", ".tar", ".tgz", ".gz", ".bz2", ".xz", ".zst", ".7z", ".rar", ".jar", ".war", ".ear", ".apk", ".whl", ".nupkg"}

// Nested reports whether a name is that of an archive or of a packed file.
func Nested(name string) bool {
	base := strings.ToLower(path.Base(name))
	for _, ending := range nestedEndings {
		if strings.HasSuffix(base, ending) {
			return true
		}
	}
	return false
}
