package shop

import (
	"errors"
	"net/http"
	"time"
)

// database is how a service meets its database: a request holds one of a few
// connections for as long as its queries take, and waits for one where all are taken.
type database struct {
	Connections int           `yaml:"connections"`
	Wait        time.Duration `yaml:"wait"` // for a connection, at most
}

// stall is a service that stands still now and then.
type stall struct {
	Every int           `yaml:"every"` // requests
	For   time.Duration `yaml:"for"`
}

func (d database) check() error {
	if d.Connections < 0 || d.Wait < 0 || d.Wait > longestDelay || (d.Connections > 0) != (d.Wait > 0) {
		return errors.New("a database has a number of connections, and a time to wait for one")
	}
	return nil
}

func (s stall) check() error {
	if s.Every < 0 || s.For < 0 || s.For > longestDelay || (s.Every > 0) != (s.For > 0) {
		return errors.New("a stall comes every so many requests, for some time")
	}
	return nil
}

// query holds a connection for so long; false where none became free, or the caller
// went away, which is answered.
func (d *deployment) query(writer http.ResponseWriter, request *http.Request, long time.Duration) bool {
	if long <= 0 || d.pool == nil {
		return true
	}
	patience := time.NewTimer(d.file.Database.Wait)
	defer patience.Stop()
	select {
	case d.pool <- struct{}{}:
	case <-patience.C:
		writer.Header().Set("Retry-After", "1")
		problem(writer, http.StatusServiceUnavailable, "no database connection became free")
		return false
	case <-request.Context().Done():
		return false
	}
	defer func() { <-d.pool }()
	return wait(request, long)
}

// standStill lets a request wait while the service stands still, and begins that with
// every so many of them.
func (d *deployment) standStill(request *http.Request) {
	if d.file.Stall.Every == 0 {
		return
	}
	if d.count.Add(1)%int64(d.file.Stall.Every) == 0 {
		still := make(chan struct{})
		d.still.Store(&still)
		timer := time.NewTimer(d.file.Stall.For)
		defer timer.Stop()
		<-timer.C
		close(still)
		return
	}
	if still := d.still.Load(); still != nil {
		select {
		case <-*still:
		case <-request.Context().Done():
		}
	}
}
