package load

import (
	"crypto/tls"
	"net"
	"syscall"

	"golang.org/x/sys/unix"
)

// silent reports whether nothing has come over an idle connection: no end, and
// nothing that nobody asked for. What cannot be looked at is silent.
func silent(connection net.Conn) bool {
	if secure, ok := connection.(*tls.Conn); ok {
		connection = secure.NetConn()
	}
	socket, ok := connection.(syscall.Conn)
	if !ok {
		return true
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return true
	}
	nothing := true
	look := func(descriptor uintptr) bool {
		var one [1]byte
		_, _, err := unix.Recvfrom(int(descriptor), one[:], unix.MSG_PEEK|unix.MSG_DONTWAIT)
		nothing = err == unix.EAGAIN || err == unix.EINTR
		return true // it does not wait
	}
	if err := raw.Read(look); err != nil {
		return true // the next use says what is wrong
	}
	return nothing
}
