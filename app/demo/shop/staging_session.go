package shop

import (
	"crypto/rand"
	"encoding/json"
	"net/http"
	"strings"
	"sync"

	"github.com/golive-app/golive/config/regex"
)

// sessions are the test customers who logged in on one deployment. A test customer is
// called after a word and a number, and has no password: staging holds nothing of
// anybody's. The oldest go where there are too many.
type sessions struct {
	mutex sync.RWMutex
	users map[string]User // by token
	order []string        // tokens, the oldest first
}

const (
	mostSessions  = 20_000
	mostLogin     = 1 << 10 // bytes
	sessionCookie = "session"
)

var customerName = regex.New(`^[a-z]{1,20}-[0-9]{1,9}$`)

func newSessions() *sessions { return &sessions{users: map[string]User{}} }

// begin begins a session and returns its token.
func (s *sessions) begin(user User) string {
	token := rand.Text()
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if len(s.order) >= mostSessions {
		delete(s.users, s.order[0])
		s.order = s.order[1:]
	}
	s.users[token] = user
	s.order = append(s.order, token)
	return token
}

// of returns the token and the user of a request, by its cookie or its bearer token.
func (s *sessions) of(request *http.Request) (token string, user User, known bool) {
	token = bearer(request)
	if token == "" {
		cookie, err := request.Cookie(sessionCookie)
		if err != nil {
			return "", User{}, false
		}
		token = cookie.Value
	}
	s.mutex.RLock()
	defer s.mutex.RUnlock()
	user, known = s.users[token]
	return token, user, known
}

// bearer returns the bearer token of a request, empty where it has none.
func bearer(request *http.Request) string {
	token, isBearer := strings.CutPrefix(request.Header.Get("Authorization"), "Bearer ")
	if !isBearer {
		return ""
	}
	return token
}

// login lets a test customer in: {"name":"customer-7"}.
func (d *deployment) login(writer http.ResponseWriter, request *http.Request) {
	var asked struct {
		Name string `json:"name"`
	}
	err := json.NewDecoder(http.MaxBytesReader(writer, request.Body, mostLogin)).Decode(&asked)
	switch {
	case err != nil:
		problem(writer, http.StatusBadRequest, "no valid JSON")
		return
	case !customerName.MatchString(asked.Name):
		problem(writer, http.StatusUnauthorized, "no such test customer")
		return
	}
	token := d.sessions.begin(User{Name: asked.Name})
	// No Secure: staging is served on this machine without TLS.
	http.SetCookie(writer, &http.Cookie{Name: sessionCookie, Value: token, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
	answer(writer, map[string]string{"name": asked.Name, "token": token})
}

// me tells a customer who it is.
func (d *deployment) me(writer http.ResponseWriter, request *http.Request) {
	user, _ := d.user(request) // the route is for users only
	answer(writer, map[string]string{"name": user.Name})
}

// user returns whose request it is.
func (d *deployment) user(request *http.Request) (User, bool) {
	if user, known := d.users[bearer(request)]; known {
		return user, true
	}
	_, user, known := d.sessions.of(request)
	return user, known
}

func answer(writer http.ResponseWriter, body map[string]string) {
	content, err := json.Marshal(body)
	if err != nil {
		problem(writer, http.StatusInternalServerError, "something went wrong")
		return
	}
	writer.Header().Set("Content-Type", "application/json; charset=utf-8")
	writer.Header().Set("Cache-Control", "no-store")
	_, _ = writer.Write(content) // a client that went away needs no answer
}
