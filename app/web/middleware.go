package web

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/gin-gonic/gin"
)

// longestLogged bounds what a log line repeats of a request, in bytes.
const longestLogged = 200

// logRequests writes a line for each request: no query, no header but the
// delivery's id, no body. Probes come every few seconds and are logged only when
// they fail.
func logRequests(logger *slog.Logger, now func() time.Time) gin.HandlerFunc {
	return func(c *gin.Context) {
		started := now()
		c.Next()
		status := c.Writer.Status()
		level := slog.LevelInfo
		switch {
		case status >= http.StatusInternalServerError:
			level = slog.LevelWarn
		case c.FullPath() == "/health" || c.FullPath() == "/ready":
			level = slog.LevelDebug
		}
		attributes := []slog.Attr{
			slog.String("method", bounded(c.Request.Method)), slog.String("path", bounded(c.Request.URL.Path)),
			slog.Int("status", status), slog.Duration("duration", now().Sub(started)),
		}
		if delivery := c.GetHeader("X-GitHub-Delivery"); delivery != "" {
			attributes = append(attributes, slog.String("delivery", bounded(delivery)))
		}
		logger.LogAttrs(c.Request.Context(), level, "request", attributes...)
	}
}

func bounded(text string) string { return text[:min(len(text), longestLogged)] }

// headers sets what every answer carries. Nothing is cached, framed, sniffed or
// loaded from anywhere.
// https://cheatsheetseries.owasp.org/cheatsheets/HTTP_Headers_Cheat_Sheet.html
func headers(secure bool) gin.HandlerFunc {
	return func(c *gin.Context) {
		header := c.Writer.Header()
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("Cache-Control", "no-store")
		if secure {
			header.Set("Strict-Transport-Security", "max-age=31536000")
		}
		c.Next()
	}
}

// recovery turns a panic into an answer. The request's headers stay out of the
// log, since signatures and tokens travel in them.
func recovery(logger *slog.Logger) gin.HandlerFunc {
	return func(c *gin.Context) {
		defer func() {
			value := recover()
			if value == nil {
				return
			}
			if err, ok := value.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(value) // asked for by the handler: the connection ends without an answer
			}
			logger.ErrorContext(c.Request.Context(), "request failed by golive's own fault",
				"path", bounded(c.Request.URL.Path), "panic", fmt.Sprint(value), "stack", string(debug.Stack()))
			c.Abort()
			if !c.Writer.Written() {
				answer(c, http.StatusInternalServerError, problem{"golive failed to answer this", "The log of this time has the details."})
			}
		}()
		c.Next()
	}
}
