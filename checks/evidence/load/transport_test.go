package load

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"testing"
	"time"
)

// script is a connection to a service that says what it was told to once a request
// came, and then hangs up.
type script struct {
	net.Conn           // for what is not asked for
	says     []byte    //
	piece    int       // how much comes at once; 0: all
	asked    chan bool // closed with the first request
	ended    chan bool // closed by Close
}

func newScript(says []byte, piece int) *script {
	return &script{says: says, piece: piece, asked: make(chan bool), ended: make(chan bool)}
}

func (s *script) Write(request []byte) (int, error) {
	select {
	case <-s.asked:
	default:
		close(s.asked)
	}
	return len(request), nil
}

func (s *script) Read(into []byte) (int, error) {
	select {
	case <-s.asked:
	case <-s.ended:
		return 0, net.ErrClosed
	}
	if len(s.says) == 0 {
		return 0, io.EOF
	}
	if s.piece > 0 && len(into) > s.piece {
		into = into[:s.piece]
	}
	length := copy(into, s.says)
	s.says = s.says[length:]
	return length, nil
}

func (s *script) Close() error {
	select {
	case <-s.ended:
	default:
		close(s.ended)
	}
	return nil
}

func (*script) SetDeadline(time.Time) error      { return nil }
func (*script) SetReadDeadline(time.Time) error  { return nil }
func (*script) SetWriteDeadline(time.Time) error { return nil }
func (*script) LocalAddr() net.Addr              { return &net.TCPAddr{} }
func (*script) RemoteAddr() net.Addr             { return &net.TCPAddr{} }

func request(t testing.TB, method string) *Request {
	t.Helper()
	made, err := NewRequest(method, &url.URL{Scheme: "http", Host: "shop.test", Path: "/"}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// exchange sends one request over a transport to a service that says this.
func exchange(t testing.TB, transport func(Dial) Transport, method, says string, piece int) (Answer, error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	dial := func(context.Context) (net.Conn, error) { return newScript([]byte(says), piece), nil }
	deadline := time.Now().Add(time.Hour)
	connection, err := transport(dial).Connect(ctx, deadline)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	return connection.Exchange(request(t, method), deadline)
}

func own(dial Dial) Transport { return HTTP1{Dial: dial} }

func standard(dial Dial) Transport {
	client := NewClient(ClientOptions{Dial: dial, Connections: 1})
	return client
}

// Both transports read the same of what a service says.
func TestAnswersAreReadByTheRules(t *testing.T) {
	t.Parallel()
	const wrong = -1
	for name, test := range map[string]struct {
		method string
		says   string
		status int // wrong: no answer
		bytes  int64
		last   bool // of our own transport: no further request goes over it
	}{
		"a length":                        {says: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", status: 200, bytes: 5},
		"no length, and it hangs up":      {says: "HTTP/1.1 200 OK\r\n\r\nhello", status: 200, bytes: 5, last: true},
		"chunks":                          {says: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6;a=b\r\n world\r\n0\r\n\r\n", status: 200, bytes: 11},
		"chunks and a trailer":            {says: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nDigest: x\r\n\r\n", status: 200, bytes: 5},
		"chunks and a length":             {says: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n5\r\nhello\r\n0\r\n\r\n", status: 200, bytes: 5, last: true},
		"informational answers before it": {says: "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", status: 200, bytes: 2},
		"the head alone":                  {method: http.MethodHead, says: "HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", status: 200},
		"no content":                      {says: "HTTP/1.1 204 No Content\r\n\r\n", status: 204},
		"no content, with a length":       {says: "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n", status: 204},
		"no content, with a body":         {says: "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello", status: 204, last: true},
		"not modified":                    {says: "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", status: 304},
		"it closes":                       {says: "HTTP/1.1 200 OK\r\nConnection: Close\r\nContent-Length: 2\r\n\r\nok", status: 200, bytes: 2, last: true},
		"it closes, among other things":   {says: "HTTP/1.1 200 OK\r\nConnection: x, close\r\nContent-Length: 2\r\n\r\nok", status: 200, bytes: 2, last: true},
		"HTTP/1.0":                        {says: "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", status: 200, bytes: 2, last: true},
		"HTTP/1.0 that stays":             {says: "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok", status: 200, bytes: 2},
		"more than was asked for":         {says: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n", status: 200, bytes: 2, last: true},
		"bare line feeds":                 {says: "HTTP/1.1 200 OK\nContent-Length: 2\n\nok", status: 200, bytes: 2},
		"the same length twice":           {says: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok", status: 200, bytes: 2},
		"a field over two lines":          {says: "HTTP/1.1 200 OK\r\nTransfer-Encoding:\r\n chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", status: 200, bytes: 2},
		"an error":                        {says: "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", status: 503},
		"a status without words":          {says: "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", status: 200},

		"nothing":                    {says: "", status: wrong},
		"half a status line":         {says: "HTTP/1.1 20", status: wrong},
		"another protocol":           {says: "SSH-2.0-OpenSSH_9.2\r\n", status: wrong},
		"a header that ends early":   {says: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n", status: wrong},
		"a body that ends early":     {says: "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel", status: wrong},
		"chunks that end early":      {says: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", status: wrong},
		"a chunk longer than it is":  {says: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhello\r\n0\r\n\r\n", status: wrong},
		"a chunk of no size":         {says: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nhello\r\n0\r\n\r\n", status: wrong},
		"a chunk of all there is":    {says: "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nhello", status: wrong},
		"a length below zero":        {says: "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", status: wrong},
		"a length that is no number": {says: "HTTP/1.1 200 OK\r\nContent-Length: 0x5\r\n\r\nhello", status: wrong},
		"two lengths":                {says: "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok", status: wrong},
		"another transfer encoding":  {says: "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", status: wrong},
		"a field without a colon":    {says: "HTTP/1.1 200 OK\r\nContent-Length 2\r\n\r\nok", status: wrong},
		"a field with a zero byte":   {says: "HTTP/1.1 200 OK\r\nX: a\x00b\r\nContent-Length: 2\r\n\r\nok", status: wrong},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if test.method == "" {
				test.method = http.MethodGet
			}
			for _, piece := range []int{0, 1} {
				answer, err := exchange(t, own, test.method, test.says, piece)
				check := func(who string, answer Answer, err error) {
					t.Helper()
					if (err != nil) != (test.status == wrong) || err == nil && (answer.Status != test.status || answer.Bytes != test.bytes) {
						t.Errorf("%s, %d bytes at once: %+v, %v", who, piece, answer, err)
					}
				}
				check("our own", answer, err)
				if piece == 0 && answer.Last != test.last {
					t.Errorf("last: %v", answer.Last)
				}
				answer, err = exchange(t, standard, test.method, test.says, piece)
				check("net/http", answer, err)
			}
		})
	}
}

// Where the two transports disagree about an answer, one of them is wrong.
func FuzzBothTransportsReadTheSame(f *testing.F) {
	for _, says := range []string{
		"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n\r\n5 ;a\r\nhello\r\n0\r\nX: y\r\n\r\n",
		"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.0 404 Not Found\r\nConnection: keep-alive\r\n\r\nhello",
		"HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nok",
		"HTTP/1.1 200 OK\nX: a\n b\n\nok",
	} {
		f.Add(says, false)
		f.Add(says, true)
	}
	f.Fuzz(func(t *testing.T, says string, head bool) {
		method := http.MethodGet
		if head {
			method = http.MethodHead
		}
		ours, ourErr := exchange(t, own, method, says, 0)
		theirs, theirErr := exchange(t, standard, method, says, 0)
		ourServed, theirServed := failureOf(ours, ourErr) == Served, failureOf(theirs, theirErr) == Served
		if ourServed != theirServed || ourServed && (ours.Status != theirs.Status || ours.Bytes != theirs.Bytes) {
			t.Errorf("%s %q: ours %+v, %v; theirs %+v, %v", method, says, ours, ourErr, theirs, theirErr)
		}
	})
}
