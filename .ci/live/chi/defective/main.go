// Command shop is a shop of hats.
package main

import (
	"encoding/json"
	"expvar"
	"log"
	"net/http"
	"os"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
)

func main() {
	router := chi.NewRouter()
	router.Use(names)
	router.Mount("/debug", middleware.Profiler())
	router.Handle("/debug/vars", expvar.Handler())
	router.Get("/", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "session_token", Value: "9f2c", Path: "/"})
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte("<!doctype html><title>Acme shop</title><h1>Hats for everybody</h1><p>Straw, felt and wool.</p>"))
	})
	router.Get("/metrics", func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte("# HELP up Up.\n# TYPE up gauge\nup 1\n"))
	})
	router.Group(func(guarded chi.Router) {
		guarded.Use(Authenticate)
		guarded.Get("/api/orders", answer([]map[string]int{{"id": 1}}))
		guarded.Post("/api/orders", answer(map[string]int{"id": 2}))
	})
	router.Get("/api/users", answer([]map[string]int{{"id": 1}}))
	router.Get("/api/exports/{id}", answer(map[string]string{"file": "orders.csv"}))
	server := &http.Server{Addr: "127.0.0.1:" + os.Getenv("PORT"), Handler: router}
	log.Fatal(server.ListenAndServeTLS(os.Getenv("CERTIFICATE"), os.Getenv("KEY")))
}

func answer(value any) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { _ = json.NewEncoder(w).Encode(value) }
}

// names says what runs, and lets every origin in.
func names(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Git-Sha", os.Getenv("COMMIT"))
		if origin := r.Header.Get("Origin"); origin != "" {
			w.Header().Set("Access-Control-Allow-Origin", origin)
			w.Header().Set("Access-Control-Allow-Credentials", "true")
		}
		next.ServeHTTP(w, r)
	})
}
