package kubernetes

// Place is a line of a file.
type Place struct {
	Path string
	Line int // from 1; 0: the file as a whole
}
