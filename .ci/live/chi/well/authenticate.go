package main

import (
	"net/http"
	"os"
	"strings"

	"github.com/golang-jwt/jwt/v5"
)

// Authenticate lets those in who bring a token that is signed with our key.
func Authenticate(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		text, found := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
		if found {
			token, err := jwt.Parse(text, func(*jwt.Token) (any, error) { return []byte(os.Getenv("SECRET")), nil }, jwt.WithValidMethods([]string{"HS256"}))
			if err == nil && token.Valid {
				next.ServeHTTP(w, r)
				return
			}
		}
		w.Header().Set("WWW-Authenticate", "Bearer")
		http.Error(w, "unauthorized", http.StatusUnauthorized)
	})
}
