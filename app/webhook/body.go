package webhook

import (
	"bytes"
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"
)

// presized is how much memory a sender gets for the mere announcement of a body.
const presized = 256 << 10

// readBody reads the raw bytes, which are what is signed.
func readBody(c *gin.Context) ([]byte, outcome, bool) {
	if c.Request.ContentLength > maxBody {
		return tooBig(c)
	}
	var buffer bytes.Buffer
	if announced := c.Request.ContentLength; announced > 0 {
		buffer.Grow(int(min(announced, presized)) + bytes.MinRead)
	}
	_, err := buffer.ReadFrom(http.MaxBytesReader(c.Writer, c.Request.Body, maxBody))
	var beyond *http.MaxBytesError
	switch {
	case errors.As(err, &beyond):
		return tooBig(c)
	case err != nil:
		return nil, truncated, false
	default:
		return buffer.Bytes(), outcome{}, true
	}
}

// tooBig also ends the connection: what is left of the body shall not be read.
func tooBig(c *gin.Context) ([]byte, outcome, bool) {
	c.Header("Connection", "close")
	return nil, tooLarge, false
}
