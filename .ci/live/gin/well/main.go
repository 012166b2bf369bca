// Command stats counts hats.
package main

import (
	"log"
	"net/http"
	"os"

	"github.com/gin-gonic/gin"
)

func main() {
	gin.SetMode(gin.ReleaseMode)
	router := gin.New()
	router.Use(gin.Recovery(), SecureHeaders())
	router.GET("/health", func(c *gin.Context) {
		c.Header("Cache-Control", "no-store")
		c.JSON(http.StatusOK, gin.H{"status": "ok"})
	})
	router.GET("/status", func(c *gin.Context) { c.JSON(http.StatusOK, gin.H{"status": "ok", "queue": "ok"}) })
	router.GET("/version", func(c *gin.Context) { c.JSON(http.StatusOK, gin.H{"version": "1.4.0", "commit": os.Getenv("COMMIT")}) })
	api := router.Group("/api", AuthRequired())
	api.GET("/stats", func(c *gin.Context) { c.JSON(http.StatusOK, gin.H{"hats": 12}) })
	api.GET("/users/:id", func(c *gin.Context) { c.JSON(http.StatusOK, gin.H{"id": 1}) })
	api.POST("/stats", func(c *gin.Context) { c.Status(http.StatusNoContent) })
	router.GET("/metrics", AuthRequired(), func(c *gin.Context) { c.String(http.StatusOK, "# HELP up Up.\n# TYPE up gauge\nup 1\n") })
	router.NoRoute(func(c *gin.Context) { c.JSON(http.StatusNotFound, gin.H{"title": "Not found", "status": 404}) })
	log.Fatal(router.RunTLS("127.0.0.1:"+os.Getenv("PORT"), os.Getenv("CERTIFICATE"), os.Getenv("KEY")))
}

// SecureHeaders sends what browsers need to be careful.
func SecureHeaders() gin.HandlerFunc {
	return func(c *gin.Context) {
		c.Header("Strict-Transport-Security", "max-age=31536000")
		c.Header("X-Content-Type-Options", "nosniff")
		c.Header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		c.Next()
	}
}
