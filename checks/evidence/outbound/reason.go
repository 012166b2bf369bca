package outbound

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"syscall"
)

// Reason says why a request got no answer, in words for whoever reads a report: no
// addresses, no names of functions. What golive itself refused keeps its own words.
func Reason(err error) error {
	var (
		refusal   *Refusal
		wrapped   *url.Error
		authority x509.UnknownAuthorityError
		name      x509.HostnameError
		invalid   x509.CertificateInvalidError
		alert     tls.AlertError
		plain     tls.RecordHeaderError
		network   net.Error
	)
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refusal):
		return refusal
	case errors.Is(err, ErrRefused), errors.Is(err, ErrRedirect):
		if errors.As(err, &wrapped) {
			return wrapped.Err
		}
		return err
	case errors.As(err, &name):
		return &failure{"its certificate is for another name", err}
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return &failure{"its certificate has expired or does not hold yet", err}
	case errors.As(err, &authority), errors.As(err, &invalid):
		return &failure{"its certificate is signed by nobody that this machine trusts", err}
	case errors.As(err, &plain), errors.Is(err, http.ErrSchemeMismatch):
		return &failure{"it does not speak TLS there", err}
	case errors.As(err, &alert), strings.Contains(err.Error(), "tls: "):
		return &failure{"no TLS connection came about: it and golive have no version or cipher in common", err}
	case errors.Is(err, syscall.ECONNREFUSED):
		return &failure{"nothing listens there", err}
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return &failure{"no way leads there from where golive runs", err}
	case errors.Is(err, context.Canceled):
		return &failure{"golive stopped", err}
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &network) && network.Timeout():
		return &failure{"it did not answer in time", err}
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return &failure{"it closed the connection without an answer", err}
	default:
		return &failure{"what it answers is no HTTP", err}
	}
}

// Silent reports whether a request got no answer because nothing is there, no way leads
// there, or it says nothing: not for what golive itself refused, nor for how it answers.
func Silent(err error) bool {
	var network net.Error
	return !errors.Is(err, ErrRefused) && !errors.Is(err, context.Canceled) &&
		(errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, syscall.EHOSTUNREACH) || errors.Is(err, syscall.ENETUNREACH) ||
			errors.Is(err, syscall.ECONNRESET) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
			errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) || errors.As(err, &network) && network.Timeout())
}

// failure is an error in other words.
type failure struct {
	words string
	err   error
}

func (f *failure) Error() string { return f.words }

// Unwrap returns the error itself.
func (f *failure) Unwrap() error { return f.err }
