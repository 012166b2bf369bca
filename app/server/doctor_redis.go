package server

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"strings"
	"syscall"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/golive-app/golive/app/doctor"
)

// visitRedis connects once, asks Redis about itself and leaves. It connects by
// itself first: that tells why it cannot be done, in place of how often it was
// tried. Patience bounds each way of knocking.
func visitRedis(ctx context.Context, options *redis.Options, patience time.Duration) doctor.RedisFacts {
	address := redisAddress(options)
	if cause, problem := knock(ctx, options, patience); problem != "" {
		return doctor.RedisFacts{Address: address, Cause: cause, Problem: problem}
	}
	once := *options
	once.MaxRetries, once.DialerRetries, once.PoolSize, once.ContextTimeoutEnabled = -1, 1, 1, true
	client := redis.NewClient(&once)
	defer client.Close()
	facts := inspectRedis(ctx, client, false)
	facts.Address = address
	return facts
}

// redisAddress returns where the Redis is, without its user and password.
func redisAddress(options *redis.Options) string {
	switch {
	case options.Network == "unix":
		return "unix://" + options.Addr
	case options.TLSConfig != nil:
		return "rediss://" + options.Addr
	}
	return "redis://" + options.Addr
}

// handshakeTime bounds a TLS handshake: a Redis without TLS takes the beginning of
// one for a line that has not ended, and waits.
const handshakeTime = 3 * time.Second

// knock connects and tells why that cannot be done; an empty problem: it can.
func knock(ctx context.Context, options *redis.Options, patience time.Duration) (doctor.RedisCause, string) {
	if options.TLSConfig == nil {
		err := speaksRedis(ctx, options, patience)
		switch {
		case err == nil:
			return "", "" // INFO tells the rest
		case !errors.Is(err, syscall.ECONNREFUSED) && speaksTLS(ctx, options, patience):
			return doctor.RedisWantsTLS, "it speaks TLS"
		}
		return redisProblem(err)
	}
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	connection, err := (&tls.Dialer{Config: options.TLSConfig}).DialContext(limited, options.Network, options.Addr)
	if err == nil {
		_ = connection.Close() // nothing was said
		return "", ""
	}
	cause, problem := redisProblem(err)
	if cause == "" && speaksRedis(ctx, options, patience) == nil {
		return doctor.RedisWithoutTLS, "it does not speak TLS"
	}
	return cause, problem
}

// errNoRedis is what answers, and not as a Redis does.
var errNoRedis = errors.New("what answers there is no Redis")

// speaksRedis returns nil where the server answers a line that every Redis does,
// whoever sends it, without TLS.
func speaksRedis(ctx context.Context, options *redis.Options, patience time.Duration) error {
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	connection, err := (&net.Dialer{}).DialContext(limited, options.Network, options.Addr)
	if err != nil {
		return err
	}
	defer connection.Close()
	stop := context.AfterFunc(limited, func() { _ = connection.Close() }) // wakes whoever reads
	defer stop()
	if _, err := io.WriteString(connection, "PING\r\n"); err != nil {
		return errors.Join(limited.Err(), err)
	}
	first := make([]byte, 1)
	if _, err := io.ReadFull(connection, first); err != nil {
		return errors.Join(limited.Err(), err)
	}
	if first[0] != '+' && first[0] != '-' {
		return errNoRedis
	}
	return nil
}

// speaksTLS reports whether the server shakes hands as TLS does. What its
// certificate says does not matter, and nothing is sent.
func speaksTLS(ctx context.Context, options *redis.Options, patience time.Duration) bool {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	dialer := tls.Dialer{Config: &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS12}}
	connection, err := dialer.DialContext(ctx, options.Network, options.Addr)
	if err != nil {
		return false
	}
	_ = connection.Close() // the handshake was the question
	return true
}

// redisProblem says why Redis does not answer, without what may hold a password.
func redisProblem(err error) (doctor.RedisCause, string) {
	var refused redis.Error
	var record tls.RecordHeaderError
	var certificate *tls.CertificateVerificationError
	var authority x509.UnknownAuthorityError
	var name *net.DNSError
	var network *net.OpError
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return "", "it did not answer in time"
	case errors.As(err, &refused):
		return refusal(refused.Error())
	case errors.As(err, &record):
		return doctor.RedisWithoutTLS, "it does not speak TLS"
	case errors.As(err, &certificate):
		return doctor.RedisCertificate, certificate.Err.Error()
	case errors.As(err, &authority):
		return doctor.RedisCertificate, authority.Error()
	case errors.As(err, &name) && name.IsNotFound:
		return "", "there is no host " + name.Name
	case errors.Is(err, syscall.ECONNREFUSED):
		return "", "nobody listens there (connection refused)"
	case errors.As(err, &network) && network.Timeout():
		return "", "it did not answer in time"
	case errors.As(err, &network):
		return "", network.Err.Error()
	case errors.Is(err, errNoRedis):
		return "", errNoRedis.Error()
	case errors.Is(err, io.EOF):
		return "", "it ends the connection"
	}
	return "", "the connection failed"
}

// refusal says what an answer of Redis' own means. Only its first word, the kind
// of error, is certain. The rest is shortened, and ends where a server that does
// not know a command repeats its arguments: the password may be one of them.
// https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors
func refusal(answer string) (doctor.RedisCause, string) {
	const longest = 120
	answer, _, _ = strings.Cut(answer, ", with args")
	answer = strings.Join(strings.Fields(answer[:min(len(answer), longest)]), " ")
	kind, _, _ := strings.Cut(answer, " ")
	switch {
	case kind == "WRONGPASS", kind == "NOAUTH", strings.Contains(answer, "invalid password"), strings.Contains(answer, "without any password configured"):
		return doctor.RedisPassword, answer
	case kind == "NOPERM":
		return doctor.RedisRights, answer
	case kind == "LOADING":
		return doctor.RedisLoading, answer
	}
	return "", "it refuses golive: " + answer
}
