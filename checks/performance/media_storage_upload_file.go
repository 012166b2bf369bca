package performance

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"image"
	"image/png"
	"mime/multipart"
	"net/textproto"
	"strings"
)

// Types of what is uploaded.
const (
	pictureKind = "image/png"
	pageKind    = "text/html"
	drawingKind = "image/svg+xml"
)

// upload is a file that golive makes itself, with a mark that nobody else has.
type upload struct {
	name, kind string
	mark       string
	body       []byte
}

// newMark is a word that no file of anybody else's has.
func newMark() string {
	var random [8]byte
	_, _ = rand.Read(random[:]) // which never fails
	return "golive-" + hex.EncodeToString(random[:])
}

// inert stands where a script would, and no browser runs it: whether it is still there
// tells whether one would be.
func inert(mark string) string { return `<script type="text/plain">` + mark + `</script>` }

// picture is a picture of 16 by 16 points that chance makes, so that no store has it yet.
func picture(mark string) (upload, error) {
	points := image.NewNRGBA(image.Rect(0, 0, 16, 16))
	_, _ = rand.Read(points.Pix) // which never fails
	var body bytes.Buffer
	if err := png.Encode(&body, points); err != nil {
		return upload{}, fmt.Errorf("make a picture: %w", err)
	}
	return upload{mark + ".png", pictureKind, mark, body.Bytes()}, nil
}

// page and drawing are what browsers run scripts of, and have none.
func page(mark string) upload {
	return upload{mark + ".html", pageKind, mark, []byte("<!doctype html><title>" + mark + "</title><p>A file that golive uploaded to see whether it is shown as a page.</p>" + inert(mark) + "\n")}
}

func drawing(mark string) upload {
	return upload{mark + ".svg", drawingKind, mark, []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16"><title>` + mark + `</title><rect width="16" height="16"/>` + inert(mark) + "</svg>\n")}
}

// form is the file as a form sends it, and the form's type.
func (u upload) form(field string) (body []byte, kind string, err error) {
	var written bytes.Buffer
	form := multipart.NewWriter(&written)
	escape := strings.NewReplacer(`\`, `\\`, `"`, `\"`)
	part, err := form.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {fmt.Sprintf(`form-data; name="%s"; filename="%s"`, escape.Replace(field), u.name)},
		"Content-Type":        {u.kind},
	})
	if err != nil {
		return nil, "", fmt.Errorf("write a form: %w", err)
	}
	if _, err := part.Write(u.body); err != nil {
		return nil, "", fmt.Errorf("write a form: %w", err)
	}
	if err := form.Close(); err != nil {
		return nil, "", fmt.Errorf("write a form: %w", err)
	}
	return written.Bytes(), form.FormDataContentType(), nil
}
