// Command shop is a shop of hats.
package main

import (
	"encoding/json"
	"log"
	"net/http"
	"os"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
)

func main() {
	router := chi.NewRouter()
	router.Use(middleware.Recoverer, careful)
	router.Get("/", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte("<!doctype html><title>Acme shop</title><h1>Hats for everybody</h1><p>Straw, felt and wool.</p>"))
	})
	router.Get("/health", answer(map[string]string{"status": "ok"}))
	router.Get("/status", answer(map[string]string{"status": "ok", "database": "up"}))
	router.Get("/version", answer(map[string]string{"version": "1.4.0", "commit": os.Getenv("COMMIT")}))
	router.Group(func(guarded chi.Router) {
		guarded.Use(Authenticate)
		guarded.Get("/metrics", func(w http.ResponseWriter, r *http.Request) {
			_, _ = w.Write([]byte("# HELP up Up.\n# TYPE up gauge\nup 1\n"))
		})
		guarded.Get("/api/orders", answer([]map[string]int{{"id": 1}}))
		guarded.Get("/api/orders/{id}", answer(map[string]int{"id": 1}))
		guarded.Post("/api/orders", answer(map[string]int{"id": 2}))
		guarded.Delete("/api/orders/{id}", answer(map[string]int{"id": 1}))
	})
	router.NotFound(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.WriteHeader(http.StatusNotFound)
		_, _ = w.Write([]byte("<!doctype html><title>Not here</title><h1>We do not have this</h1><a href='/'>Back to the hats</a>"))
	})
	server := &http.Server{Addr: "127.0.0.1:" + os.Getenv("PORT"), Handler: router, ReadHeaderTimeout: 5 * time.Second}
	log.Fatal(server.ListenAndServeTLS(os.Getenv("CERTIFICATE"), os.Getenv("KEY")))
}

func answer(value any) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-store")
		_ = json.NewEncoder(w).Encode(value)
	}
}

func careful(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; frame-ancestors 'none'")
		header.Set("Referrer-Policy", "no-referrer")
		next.ServeHTTP(w, r)
	})
}
