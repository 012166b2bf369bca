package server

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/golive-app/golive/app/doctor"
)

func TestWhatARedisRefuses(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]doctor.RedisCause{
		"WRONGPASS invalid username-password pair or user is disabled.":                          doctor.RedisPassword,
		"NOAUTH Authentication required.":                                                        doctor.RedisPassword,
		"ERR invalid password":                                                                   doctor.RedisPassword,
		"ERR AUTH <password> called without any password configured for the default user.":       doctor.RedisPassword,
		"NOPERM this user has no permissions to run the 'info' command":                          doctor.RedisRights,
		"LOADING Redis is loading the dataset in memory":                                         doctor.RedisLoading,
		"DENIED Redis is running in protected mode":                                              "",
		"ERR unknown command 'HELLO', with args beginning with: '3' 'AUTH' 'default' 'hunter2' ": "",
	} {
		cause, problem := refusal(answer)
		if cause != want || problem == "" || strings.Contains(problem, "hunter2") {
			t.Errorf("%s: %q, %q", answer, cause, problem)
		}
	}
}

func TestWhereARedisIsIsToldWithoutItsPassword(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"redis://user:hunter2@redis:6379/3": "redis://redis:6379",
		"rediss://:hunter2@redis:6380":      "rediss://redis:6380",
		"unix://user:hunter2@/run/redis":    "unix:///run/redis",
	} {
		options, err := redisOptions(address)
		if err != nil {
			t.Fatal(err)
		}
		if got := redisAddress(options); got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
}

// listening answers every connection as serve does.
func listening(t *testing.T, serve func(net.Conn)) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			connection, err := listener.Accept()
			if err != nil {
				return // the test has ended
			}
			go func() {
				defer connection.Close()
				serve(connection)
			}()
		}
	}()
	return listener.Addr().String()
}

func TestKnockingAtWhatIsNoRedis(t *testing.T) {
	t.Parallel()
	secure := httptest.NewTLSServer(nil)
	t.Cleanup(secure.Close)
	silent := listening(t, func(connection net.Conn) { _, _ = io.Copy(io.Discard, connection) })
	for name, test := range map[string]struct {
		address string
		cause   doctor.RedisCause
		says    string
	}{
		"nobody":                {"redis://127.0.0.1:1", "", "refused"},
		"no host of this name":  {"redis://redis.invalid:6379", "", ""}, // in words of the resolver's
		"a web server":          {"redis://" + listening(t, func(c net.Conn) { fmt.Fprint(c, "HTTP/1.1 400 Bad Request\r\n\r\n") }), "", "no Redis"},
		"one that hangs up":     {"redis://" + listening(t, func(net.Conn) {}), "", ""},
		"one that says nothing": {"redis://" + silent, "", "in time"},
		"one with TLS":          {"redis://" + secure.Listener.Addr().String(), doctor.RedisWantsTLS, "TLS"},
		"TLS without trust":     {"rediss://" + secure.Listener.Addr().String(), doctor.RedisCertificate, "x509"},
		"a socket of nobody":    {"unix:///nowhere/redis.sock", "", "no such file"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			options, err := redis.ParseURL(test.address)
			if err != nil {
				t.Fatal(err)
			}
			patience := time.Minute // a busy machine takes long for a handshake
			if test.says == "in time" {
				patience = 200 * time.Millisecond
			}
			ctx, cancel := context.WithTimeout(t.Context(), 2*patience)
			defer cancel()
			facts := visitRedis(ctx, options, patience)
			if facts.Reachable || facts.Cause != test.cause || facts.Problem == "" || !strings.Contains(facts.Problem, test.says) {
				t.Errorf("%+v", facts)
			}
		})
	}
}
