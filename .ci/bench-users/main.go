// Command bench-users is the service that .ci/bench-load lets users shop at: it logs
// them in, shows a page and takes an order, all as fast as net/http does.
package main

import (
	"encoding/json"
	"log"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"
)

func main() {
	var sessions sync.Map // names by token
	mux := http.NewServeMux()
	mux.HandleFunc("POST /login", func(writer http.ResponseWriter, request *http.Request) {
		var asked struct{ Name string }
		if err := json.NewDecoder(request.Body).Decode(&asked); err != nil || asked.Name == "" {
			writer.WriteHeader(http.StatusBadRequest)
			return
		}
		token := "token-" + asked.Name
		sessions.Store(token, asked.Name)
		http.SetCookie(writer, &http.Cookie{Name: "session", Value: token, Path: "/", HttpOnly: true})
		reply(writer, http.StatusOK, `{"token":"`+token+`"}`)
	})
	mux.HandleFunc("GET /products", func(writer http.ResponseWriter, _ *http.Request) {
		reply(writer, http.StatusOK, `[{"id":1,"name":"a hat","price":1234}]`)
	})
	mux.HandleFunc("POST /orders", func(writer http.ResponseWriter, request *http.Request) {
		cookie, err := request.Cookie("session")
		token, _ := strings.CutPrefix(request.Header.Get("Authorization"), "Bearer ")
		name, known := sessions.Load(token)
		if err != nil || !known || cookie.Value != token {
			writer.WriteHeader(http.StatusUnauthorized)
			return
		}
		reply(writer, http.StatusCreated, `{"id":72,"customer":"`+name.(string)+`"}`)
	})
	server := &http.Server{Addr: os.Args[1], Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	log.Fatal(server.ListenAndServe())
}

func reply(writer http.ResponseWriter, status int, body string) {
	writer.Header().Set("Content-Type", "application/json")
	writer.WriteHeader(status)
	_, _ = writer.Write([]byte(body)) // who went away needs no answer
}
